"""Kills, freezes and cuts off one container after another, under orders and reads, and asks after each whether the
market is whole again: every process ready, every node in everybody's list, no address missing, none lost or unreached.

Started by ".ci/compose --chaos"; needs root, and the containers' addresses within reach of this machine.
"""
import argparse
import concurrent.futures
import csv
import gzip
import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

PAUSE = 12
WHOLE_WITHIN = 30
PORT = 9090


def words():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="podman", help=argparse.SUPPRESS)
    parser.add_argument("--project", default="", help=argparse.SUPPRESS)
    parser.add_argument("--gateways", default="", help=argparse.SUPPRESS)
    parser.add_argument("--trade", default="", help=argparse.SUPPRESS)
    parser.add_argument("--actions", default="kill,pause,cut", help="of kill, pause, cut (default: all)")
    parser.add_argument("--victims", default="", help="services by name, such as order,gateway-1 (default: all)")
    parser.add_argument("--cut", default="order,gateway-2", help="services that are cut off (default: order,gateway-2)")
    parser.add_argument("--invoices", type=int, default=25, help="of each replay, one after the other (default: 25)")
    return parser.parse_args()


class Market:
    """The containers of the project."""

    def __init__(self, engine, project):
        self.engine, self.project = engine, project
        listed = self.run("ps", "-aq", "--filter", f"label=com.docker.compose.project={project}").split()
        self.containers = {}
        for each in json.loads(self.run("inspect", *listed)):
            self.containers[each["Config"]["Labels"]["com.docker.compose.service"]] = each["Id"]
        self.ours = [s for s in sorted(self.containers) if s not in ("postgres",) and not s.startswith("rabbitmq")]

    def run(self, *command, check=True):
        done = subprocess.run([self.engine, *command], capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{self.engine} {' '.join(command)}: {done.stderr.strip()}")
        return done.stdout

    def inspect(self, service):
        return json.loads(self.run("inspect", self.containers[service]))[0]

    def network(self, service):
        name, network = next(iter(self.inspect(service)["NetworkSettings"]["Networks"].items()), ("", {}))
        return name, network.get("IPAddress", "")

    def addresses(self):
        found = {}
        for each in json.loads(self.run("inspect", *(self.containers[s] for s in self.ours))):
            service = each["Config"]["Labels"]["com.docker.compose.service"]
            networks = each["NetworkSettings"]["Networks"].values()
            found[service] = next((n["IPAddress"] for n in networks if n.get("IPAddress")), "")
        return found

    def complaints(self):
        """What is not yet as it should be, a line each; empty when the market is whole."""
        addresses = self.addresses()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            found = pool.map(lambda s: self.complaint(s, addresses[s], len(addresses)), addresses)
        return [each for each in found if each]

    @staticmethod
    def complaint(service, address, count):
        if not address:
            return f"{service} has no address"
        ready, checks = get(f"http://{address}:{PORT}/ready")
        _, report = get(f"http://{address}:{PORT}/cluster")
        if ready != 200 or not report:
            return f"{service} is not ready ({ready}): {failing(checks)}"
        wrong = {k: report[k] for k in ("lost", "missing", "unreached", "blame") if report[k]}
        if report["members"] != count:
            wrong["members"] = report["members"]
        return f"{service} sees {wrong}" if wrong else ""


def get(url, timeout=3, headers=None):
    try:
        request = urllib.request.Request(url, headers=headers or {})
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            return error.code, json.load(error)
        except ValueError:
            return error.code, None
    except (OSError, ValueError, http.client.HTTPException):
        return 0, None


def failing(checks):
    listed = checks.get("checks", []) if isinstance(checks, dict) else []
    if isinstance(listed, dict):
        return ", ".join(name for name, up in listed.items() if not up)
    return ", ".join(c.get("name", "?") for c in listed if not (c.get("ready") or c.get("up") or c.get("status") == "UP"))


class Reads(threading.Thread):
    """Ten reads a second of one gateway, none of them from its cache; remembers when which failed."""

    def __init__(self, gateway):
        super().__init__(daemon=True)
        self.gateway, self.failures, self.count, self.over = gateway, [], 0, threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(60)

    def run(self):
        paths = itertools.cycle(["/products?q=lamp%20or%20{}", "/stock/CHAOS-1?n={}"])
        while not self.over.wait(0.1):
            self.count += 1
            self.pool.submit(self.read, next(paths).format(f"n{self.count}"), time.monotonic())

    def read(self, path, began):
        status, _ = get(self.gateway + path.split("?n=")[0], timeout=6)
        if status != 200:
            self.failures.append((began, time.monotonic(), status))


class Orders(threading.Thread):
    """Two orders a second at gateways in turn, each sent until it is accepted."""

    def __init__(self, gateways, token):
        super().__init__(daemon=True)
        self.gateways, self.token = itertools.cycle(gateways), token
        self.failures, self.accepted, self.given_up, self.over = [], {}, [], threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(150)

    def run(self):
        while not self.over.wait(0.5):
            self.pool.submit(self.order)

    def order(self):
        key = str(uuid.uuid4())
        body = json.dumps({
            "lines": [{"sku": "CHAOS-1", "quantity": 1}],
            "shippingAddress": {"name": "A. Buyer", "line1": "1 Market Place", "city": "London",
                                "postcode": "EC1A 1BB", "country": "GB"},
            "payment": {"token": "tok_ok"}})
        until = time.monotonic() + 120
        while time.monotonic() < until:
            began = time.monotonic()
            status, answer = send(next(self.gateways) + "/orders", body, self.token(), {"Idempotency-Key": key})
            if status in (200, 202):
                self.accepted[answer["orderId"]] = key
                return
            self.failures.append((began, time.monotonic(), status))
            time.sleep(1)
        self.given_up.append(key)


def send(url, body, token, headers=None, method="POST"):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **(headers or {})}
    try:
        request = urllib.request.Request(url, body.encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=12) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None
    except (OSError, ValueError, http.client.HTTPException):
        return 0, None


class Replays(threading.Thread):
    """One replay after the other, each of the next invoices of the file, until told to end or the file ends."""

    def __init__(self, trade, each):
        super().__init__(daemon=True)
        self.each, self.over, self.done, self.failed = each, threading.Event(), [], []
        self.invoices = self.read(trade)

    @staticmethod
    def read(trade):
        with gzip.open(trade, "rt") as file:
            rows = list(csv.reader(file))
        header, lines = rows[0], rows[1:]
        return header, [list(group) for _, group in itertools.groupby(lines, key=lambda line: line[0])]

    def run(self):
        header, invoices = self.invoices
        for start in range(0, len(invoices), self.each):
            if self.over.is_set():
                return
            path = os.path.join(os.environ["JANGTEO_HOME"], f"trade-{start}.csv")
            with open(path, "w", newline="") as file:
                csv.writer(file).writerows([header, *itertools.chain(*invoices[start:start + self.each])])
            done = subprocess.run(["./jangteo", "replay", path, "--json", "--concurrency", "4", "--patience", "120"],
                                  capture_output=True, text=True, check=False)
            if done.returncode:
                self.failed.append(f"invoices {start} and on: {done.stdout[-500:]} {done.stderr[-500:]}")
            else:
                self.done.append(json.loads(done.stdout))


class Token:
    """An operator's access token, made anew before it ends."""

    def __init__(self):
        self.value, self.made, self.lock = "", 0, threading.Lock()

    def __call__(self):
        with self.lock:
            if time.monotonic() - self.made > 240:
                done = subprocess.run(["./jangteo", "token", "--role", "merchant"], capture_output=True, text=True,
                                      check=False, timeout=60)
                if done.returncode == 0:
                    self.value, self.made = done.stdout.strip(), time.monotonic()
                else:
                    self.made += 5
            return self.value


def kill(market, service):
    """SIGKILL from outside, as the kernel does; what an engine's own kill command does is not restarted by Docker."""
    before = market.inspect(service)["State"]
    os.kill(before["Pid"], signal.SIGKILL)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        state = market.inspect(service)["State"]
        if state["Running"] and state["Pid"] not in (0, before["Pid"]):
            return "restarted by its policy"
        time.sleep(0.2)
    market.run("start", market.containers[service])
    return "STARTED BY THIS SCRIPT"


def pause(market, service):
    market.run("pause", market.containers[service])
    time.sleep(PAUSE)
    market.run("unpause", market.containers[service])
    return ""


def cut(market, service):
    name, before = market.network(service)
    market.run("network", "disconnect", name, market.containers[service])
    time.sleep(PAUSE)
    market.run("network", "connect", "--alias", service, name, market.containers[service])
    return f"address {before}, then {market.network(service)[1]}"


def seconds(failures, since, until):
    """Different seconds in which something failed that began in that time."""
    return len({int(began) for began, _, _ in failures if since <= began < until})


def ways(failures, since, until):
    found = {}
    for began, _, status in failures:
        if since <= began < until:
            found[status] = found.get(status, 0) + 1
    return " ".join(f"{count}x{status or 'lost'}" for status, count in sorted(found.items()))


def disturb(market, action, service, reads, orders):
    since = time.monotonic()
    note = {"kill": kill, "pause": pause, "cut": cut}[action](market, service)
    over = time.monotonic()
    complaints = market.complaints()
    while complaints and time.monotonic() < over + 180:
        time.sleep(0.5)
        complaints = market.complaints()
    whole = time.monotonic() - over
    time.sleep(3)
    until = time.monotonic()
    all_reads = [f for r in reads for f in r.failures]
    print(f"{action:6} {service:16} whole after {whole:5.1f} s  error seconds: reads {seconds(all_reads, since, until):3}"
          f" [{ways(all_reads, since, until)}] orders {seconds(orders.failures, since, until):3}"
          f" [{ways(orders.failures, since, until)}]  {note}", flush=True)
    if complaints:
        print("   " + "\n   ".join(complaints), flush=True)
    return not complaints and whole <= WHOLE_WITHIN


def completed(gateway, order, token):
    status, answer = get(f"{gateway}/orders/{order}", timeout=6, headers={"Authorization": f"Bearer {token()}"})
    return status == 200 and answer["status"] == "COMPLETED"


def unfinished(gateway, orders, token):
    left, until = set(orders), time.monotonic() + 120
    while left and time.monotonic() < until:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            ends = list(pool.map(lambda order: (order, completed(gateway, order, token)), left))
        left = {order for order, done in ends if not done}
    return left


def prepare(gateway, token):
    product = json.dumps({"name": "Lamp that stays lit", "price": {"amountMinor": 250, "currency": "GBP"}})
    receipt = json.dumps({"quantity": 1_000_000, "reference": "chaos"})
    for path, body, method in (("/products/CHAOS-1", product, "PUT"), ("/stock/CHAOS-1/receipts", receipt, "POST")):
        status, _ = send(gateway + path, body, token(), method=method)
        if status not in (200, 201):
            sys.exit(f"chaos: {path} was answered by {status}")


def main():
    asked = words()
    actions = asked.actions.split(",")
    if set(actions) - {"kill", "pause", "cut"}:
        sys.exit(f"chaos: no such action in {asked.actions}; see --help")
    if asked.check:
        return
    market, gateways, token = Market(asked.engine, asked.project), asked.gateways.split(","), Token()
    victims = asked.victims.split(",") if asked.victims else market.ours + sorted(set(market.containers) - set(market.ours))
    cuts = [service for service in asked.cut.split(",") if service]
    if set(victims + cuts) - set(market.containers):
        sys.exit(f"chaos: there is no container of {', '.join(set(victims + cuts) - set(market.containers))}")
    prepare(gateways[0], token)
    reads, orders = [Reads(gateway) for gateway in gateways], Orders(gateways, token)
    replays = Replays(asked.trade, asked.invoices) if os.path.exists(asked.trade) else None
    load = [*reads, orders] + ([replays] if replays else [])
    for each in load:
        each.start()
    time.sleep(10)
    began = time.monotonic()
    good = [disturb(market, action, service, reads, orders) for action in actions
            for service in (cuts if action == "cut" else victims)]
    lasted = time.monotonic() - began
    for each in load:
        each.over.set()
        each.join()
    orders.pool.shutdown()
    left = unfinished(gateways[0], orders.accepted, token)
    print(f"{len(good)} disturbances in {lasted:.0f} s, {good.count(False)} not whole within {WHOLE_WITHIN} s; "
          f"{sum(r.count for r in reads)} reads, {sum(len(r.failures) for r in reads)} failed; "
          f"{len(orders.accepted)} orders accepted, {len(orders.given_up)} given up, {len(left)} not completed")
    if replays:
        print(f"{len(replays.done)} replays of {asked.invoices} invoices: {sum(r['completed'] for r in replays.done)} of "
              f"{sum(r['orders'] for r in replays.done)} orders completed, {len(replays.failed)} replays failed")
        print("\n".join(replays.failed))
    sys.exit(0 if all(good) and not left and not orders.given_up and not (replays and replays.failed) else 1)


main()
