"""The containers of a project, and whether the market in them is whole."""
import concurrent.futures
import http.client
import json
import subprocess
import urllib.error
import urllib.request

PORT = 9090


class Market:
    """The containers of the project."""

    def __init__(self, engine, project):
        self.engine, self.project = engine, project
        listed = self.run("ps", "-aq", "--filter", f"label=com.docker.compose.project={project}").split()
        self.containers, self.starts = {}, {}
        for each in json.loads(self.run("inspect", *listed)):
            service = each["Config"]["Labels"]["com.docker.compose.service"]
            self.containers[service], self.starts[service] = each["Id"], each["RestartCount"]
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

    def unasked_restarts(self, kills, killed):
        """Containers that were started again more often than they were killed here; by the limit of memory, mostly."""
        found = []
        for service in self.containers:
            count = self.inspect(service)["RestartCount"] - self.starts[service]
            if count > (kills if service in killed else 0):
                found.append(f"{service}, started again {count} times")
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
