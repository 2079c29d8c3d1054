"""Reads, orders and replays that go on while containers die, and remember what failed and when."""
import concurrent.futures
import csv
import gzip
import http.client
import itertools
import json
import os
import random
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

from market import get


class Reads(threading.Thread):
    """So many reads a second of one gateway, none of them from its cache; remembers when which failed."""

    def __init__(self, gateway, rate):
        super().__init__(daemon=True)
        self.pause = 1 / rate
        self.gateway, self.failures, self.count, self.over = gateway, [], 0, threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(60)

    def run(self):
        paths = itertools.cycle(["/products?q=lamp%20or%20{}", "/stock/CHAOS-1?n={}"])
        while not self.over.wait(self.pause):
            self.count += 1
            self.pool.submit(self.read, next(paths).format(f"n{self.count}"), time.monotonic())

    def read(self, path, began):
        status, _ = get(self.gateway + path.split("?n=")[0], timeout=6)
        if status != 200:
            self.failures.append((began, time.monotonic(), status))


class Orders(threading.Thread):
    """So many orders a second at gateways in turn, each sent until it is accepted, with growing pauses."""

    def __init__(self, gateways, token, rate):
        super().__init__(daemon=True)
        self.pause = 1 / rate
        self.gateways, self.token = itertools.cycle(gateways), token
        self.failures, self.accepted, self.given_up, self.over = [], {}, [], threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(150)

    def run(self):
        placed = []
        while not self.over.wait(self.pause):
            placed.append(self.pool.submit(self.order))
        for each in placed:
            each.result()

    def order(self):
        key = str(uuid.uuid4())
        body = json.dumps({
            "lines": [{"sku": "CHAOS-1", "quantity": 1}],
            "shippingAddress": {"name": "A. Buyer", "line1": "1 Market Place", "city": "London",
                                "postcode": "EC1A 1BB", "country": "GB"},
            "payment": {"token": "tok_ok"}})
        until, pause = time.monotonic() + 120, 1
        while time.monotonic() < until:
            began = time.monotonic()
            status, answer = send(next(self.gateways) + "/orders", body, self.token(), {"Idempotency-Key": key})
            if status in (200, 202):
                self.accepted[answer["id"]] = key
                return
            self.failures.append((began, time.monotonic(), status))
            time.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(8, pause * 2)
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
