"""Another client: others.py URL SECONDS PID asks twenty times a second, each time on a connection of its own, for so many
seconds or until PID has gone, and prints how it fared. Exits 1 if anything but 200 came or the 99th percentile is bad."""
import http.client
import os
import ssl
import sys
import threading
import time
from urllib.parse import urlsplit

P99_MAX = float(os.environ.get("ABUSE_P99_MAX", "1.0"))
PATIENCE = 5
# Not the address that the attacks come from: limits hold for each address.
SOURCE = ("127.0.0.2", 0)
url, seconds, pid = urlsplit(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
times, wrong, lock = [], [], threading.Lock()


def ask():
    began = time.monotonic()
    try:
        if url.scheme == "https":
            connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=PATIENCE, context=context,
                                                     source_address=SOURCE)
        else:
            connection = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE, source_address=SOURCE)
        connection.request("GET", url.path)
        answer = connection.getresponse()
        answer.read()
        problem = None if answer.status == 200 else str(answer.status)
        connection.close()
    except OSError as error:
        problem = repr(error)
    except http.client.HTTPException as error:
        problem = repr(error)
    with lock:
        times.append(time.monotonic() - began)
        if problem:
            wrong.append(problem)


def runs():
    """A child of the shell stays as a zombie until it is waited for."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


threads = []
end = time.monotonic() + seconds + 5
while time.monotonic() < end and (runs() or len(threads) < 20):
    thread = threading.Thread(target=ask)
    thread.start()
    threads.append(thread)
    time.sleep(0.05)
for thread in threads:
    thread.join()
times.sort()
p99 = times[len(times) * 99 // 100]
print(f"others: {len(times)} asked, {len(wrong)} failed, p50 {times[len(times) // 2] * 1000:.0f} ms, "
      f"p99 {p99 * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms", end="")
if wrong:
    print(f"; first failure: {wrong[0]}", end="")
sys.exit(1 if wrong or p99 > P99_MAX else 0)
