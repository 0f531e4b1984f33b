"""Whether half-open connections stop the site.

    python -m bench.half_open [--connections 200] [--seconds 5]

Starts gunicorn as `make run` does. For each kind of half-open connection it opens that
many and holds them, asks /livez ten times a second and posts drawings meanwhile, and
prints how many were answered within five seconds, and when. Linux (reads /proc).
"""

import argparse
import contextlib
import http.client
import itertools
import signal
import socket
import statistics
import tempfile
import threading
import time

from bench.load import children, make_bodies, post, resident_mb, start_server

PATIENCE = 5  # seconds
HOST = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n"
PAGE = b"GET /static/admin/js/vendor/jquery/jquery.js" + HOST + b"\r\n"
HEAD = b"POST /api/v1/predictions/" + HOST
JSON = HEAD + b"Content-Type: application/json\r\n"
KINDS = {
    "none, for comparison": None,
    "nothing sent": b"",
    "one byte": b"P",
    "half of the headers": HEAD,
    "half of the body": JSON + b"Content-Length: 50000\r\n\r\n" + b" " * 25_000,
    "half of a chunk": JSON + b"Transfer-Encoding: chunked\r\n\r\n1000\r\n[",
    "a byte a second": HEAD,
    "answer not read": PAGE,
    "100 answers not read": PAGE * 100,
}


def main():
    options = parse()
    bodies = list(make_bodies(400))
    print(f"{'':22}{'/livez':>12}{'median ms':>11}{'max ms':>9}", end="")
    print(f"{'drawings':>12}{'median ms':>11}{'max ms':>9}{'MB':>6}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        server, port = start_server(folder)
        try:
            for kind, sent in KINDS.items():
                wait_until_idle(port)
                attack(kind, sent, port, server, bodies, options)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once
            server.wait()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5)
    return parser.parse_args()


def wait_until_idle(port):
    """Both workers have started, and got over what came before."""
    times: list[float | None] = [None]
    while any(t is None or t > 0.5 for t in times):
        times = []
        ask(port, 2, livez, times)


def attack(kind, sent, port, server, bodies, options):
    count = 0 if sent is None else options.connections
    held = [half_open(port, sent) for _ in range(count)]
    over = threading.Event()
    if kind == "a byte a second":
        threading.Thread(target=drip, args=(held, over)).start()
    time.sleep(1)
    pings: list[float | None] = []
    drawings: list[float | None] = []
    probes = [
        threading.Thread(target=ask, args=(port, options.seconds, livez, pings)),
        threading.Thread(
            target=ask, args=(port, options.seconds, draw(bodies), drawings)
        ),
    ]
    for probe in probes:
        probe.start()
    for probe in probes:
        probe.join()
    megabytes = sum(map(resident_mb, children(server.pid)))
    over.set()
    for connection in held:
        connection.close()
    print(f"{kind:22}{row(pings, 1)}{row(drawings, 1)}{megabytes:6.0f}", flush=True)


def half_open(port, sent):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", port))
    connection.sendall(sent)
    return connection


def drip(connections, over):
    while not over.wait(1):
        for connection in connections:
            with contextlib.suppress(OSError):  # the server has had enough
                connection.send(b"x")


def ask(port, seconds, request, times):
    """Ask ten times a second; the time of each answer in seconds, or None."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        try:
            request(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE))
            times.append(time.perf_counter() - start)
        except OSError:
            times.append(None)
        time.sleep(0.1)


def livez(connection):
    connection.request("GET", "/livez")
    connection.getresponse().read()


def draw(bodies):
    turns = itertools.cycle(bodies)
    return lambda connection: post(connection, next(turns))


def row(times, digits):
    answered = [1e3 * t for t in times if t is not None]
    counts = f"{len(answered)} of {len(times)}"
    if not answered:
        return f"{counts:>12}{'-':>11}{'-':>9}"
    median, longest = statistics.median(answered), max(answered)
    return f"{counts:>12}{median:11.{digits}f}{longest:9.{digits}f}"


if __name__ == "__main__":
    main()
