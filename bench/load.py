"""Load on the real server: requests per second, latency, CPU and memory.

    python -m bench.load [--clients 8] [--seconds 10] [--rounds 3] [--side 400]

Starts gunicorn as `make run` does, on a fresh database (SQLite in a temporary
folder, or the one that DATABASE_URL names), posts canvas PNGs to it from this
machine, prints medians over the rounds, and stops it. Linux (reads /proc).
"""

import argparse
import base64
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.support.drawings import DIGITS, png

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Target(NamedTuple):
    """What is posted to."""

    path: str
    content_type: str


PREDICTIONS = Target("/api/v1/predictions/", "application/json")


def main():
    options = parser(__doc__).parse_args()
    bodies = list(make_bodies(options.side))
    with tempfile.TemporaryDirectory() as folder:
        server, port = start_server(folder)
        try:
            load(port, bodies, options.clients, seconds=2)  # warm
            rounds = [
                measure(server, port, bodies, options) for _ in range(options.rounds)
            ]
        finally:
            server.terminate()
            server.wait()
    for name in rounds[0]:
        print(f"{name:28} {statistics.median(r[name] for r in rounds):10.2f}")


def parser(description, seconds=10, rounds=3):
    """How a load is chosen on the command line."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--side", type=int, default=400, help="of the canvas, px")
    return parser


def make_bodies(side):
    """JSON bodies, each another drawing: digits by sizes by places."""
    for strokes in DIGITS.values():
        for size in (0.4, 0.6, 0.8):
            picture = png(strokes, page=(side, side), size=size, pen=side // 25)
            url = "data:image/png;base64," + base64.b64encode(picture).decode()
            yield json.dumps({"image": url}).encode()


def start_server(folder):
    settings = environment(folder)
    prepare(settings)
    return serve(settings)


def environment(folder):
    """The site's settings: on SQLite in that folder, unless some are set."""
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "SECRET_KEY": "only-for-this-run-" + os.urandom(20).hex(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
    }
    return settings | os.environ | {"THROTTLE_ANON": ""}


def prepare(settings):
    for command in (["migrate"], ["collectstatic", "--noinput"]):
        manage = [sys.executable, "manage.py", *command, "-v0"]
        subprocess.run(manage, env=settings, check=True)  # noqa: S603  # our own


def serve(settings, *arguments):
    """Start gunicorn; return its process and its port."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--log-level", "warning", *arguments]
    server = subprocess.Popen(gunicorn, env=settings | {"PORT": str(port)})  # noqa: S603  # our own
    wait_for(server, port)
    return server, port


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(server, port):
    """Wait until that process listens there."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server has ended: {server.returncode}.")


def measure(server, port, bodies, options, target=PREDICTIONS):
    workers = children(server.pid) or [server.pid]
    before = sum(cpu_seconds(pid) for pid in workers)
    start = time.perf_counter()
    answers = load(port, bodies, options.clients, options.seconds, target=target)
    seconds = time.perf_counter() - start
    latencies = [answer.end - answer.start for answer in answers]
    cpu = sum(cpu_seconds(pid) for pid in workers) - before
    p50, p95, p99 = np.percentile(latencies, [50, 95, 99]) * 1e3
    return {
        "requests per second": len(latencies) / seconds,
        "p50 ms": p50,
        "p95 ms": p95,
        "p99 ms": p99,
        "CPU ms per request": cpu / len(latencies) * 1e3,
        "resident MB per worker": max(map(resident_mb, workers)),
    }


class Answered(NamedTuple):
    """One request: when it began and ended, in seconds, and who answered."""

    start: float
    end: float
    version: str


def load(port, bodies, clients, seconds, stop=None, target=PREDICTIONS):
    """What was answered to all clients, until `stop` is set; any failure raises."""
    answers, failures = [], []
    until = time.perf_counter() + seconds

    def client(first):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        number = first
        try:
            while time.perf_counter() < until and not (stop and stop.is_set()):
                body = bodies[number % len(bodies)]
                answers.append(post(connection, body, target))
                number += clients
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return answers


def post(connection, body, target=PREDICTIONS):
    start = time.perf_counter()
    headers = {"Content-Type": target.content_type}
    connection.request("POST", target.path, body, headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    if response.status not in (200, 201):
        raise RuntimeError(answer)
    return Answered(start, time.perf_counter(), answer.get("version", ""))


def children(pid):
    return [
        int(child)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ]


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_mb(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


if __name__ == "__main__":
    main()
