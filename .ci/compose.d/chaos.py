"""Kills, freezes and cuts off one container after another, under orders and reads, and asks after each whether the
market is whole again: every process ready, every node in everybody's list, no address missing, none lost or unreached.

Started by ".ci/compose [--replicas] --chaos"; needs root, and the containers' addresses within reach of this machine.
"""
import argparse
import concurrent.futures
import json
import os
import signal
import sys
import time

from load import Orders, Reads, Replays, Token, send
from market import Market, get

PAUSE = 12
WHOLE_WITHIN = 30


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
    parser.add_argument("--reads", type=float, default=5, help="a second, at each gateway (default: 5)")
    parser.add_argument("--orders", type=float, default=1, help="a second (default: 1)")
    parser.add_argument("--invoices", type=int, default=25, help="of each replay, one after the other (default: 25)")
    return parser.parse_args()


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
    last, complaints = [], market.complaints()
    while complaints and time.monotonic() < over + 180:
        time.sleep(0.5)
        last, complaints = complaints, market.complaints()
    whole = time.monotonic() - over
    time.sleep(3)
    until = time.monotonic()
    all_reads = [f for r in reads for f in r.failures]
    print(f"{action:6} {service:16} whole after {whole:5.1f} s  error seconds: reads {seconds(all_reads, since, until):3}"
          f" [{ways(all_reads, since, until)}] orders {seconds(orders.failures, since, until):3}"
          f" [{ways(orders.failures, since, until)}]  {note}", flush=True)
    if whole > WHOLE_WITHIN:
        print("   last: " + "\n   last: ".join(complaints or last), flush=True)
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
    reads, orders = [Reads(gateway, asked.reads) for gateway in gateways], Orders(gateways, token, asked.orders)
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
    left = unfinished(gateways[0], orders.accepted, token)
    unasked = market.unasked_restarts(actions.count("kill"), victims)
    for each in unasked:
        print(f"DIED UNASKED: {each}")
    print(f"{len(good)} disturbances in {lasted:.0f} s, {good.count(False)} not whole within {WHOLE_WITHIN} s; "
          f"{sum(r.count for r in reads)} reads, {sum(len(r.failures) for r in reads)} failed; "
          f"{len(orders.accepted)} orders accepted, {len(orders.given_up)} given up, {len(left)} not completed")
    if replays:
        print(f"{len(replays.done)} replays of {asked.invoices} invoices: {sum(r['completed'] for r in replays.done)} of "
              f"{sum(r['orders'] for r in replays.done)} orders completed, {len(replays.failed)} replays failed")
        print("\n".join(replays.failed))
    if not orders.accepted:
        sys.exit("chaos: no order was accepted, so nothing was shown")
    sys.exit(0 if all(good) and not unasked and not left and not orders.given_up and not (replays and replays.failed) else 1)


main()
