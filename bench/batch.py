"""What a drawing costs in a batch, on the real server.

    python -m bench.batch [--pictures 64] [--side 400] [--seconds 10]

Starts gunicorn as bench.load does, posts batches from one client, and prints the
server's CPU time a drawing. Linux (reads /proc).
"""

import argparse
import base64
import http.client
import json
import tempfile
import time

from bench.load import children, cpu_seconds, start_server
from tests.support.drawings import DIGITS, png

ADDRESS = "/api/v1/predictions/batch/"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=64)
    parser.add_argument("--side", type=int, default=400, help="of the canvas, px")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    body = make_body(options.pictures, options.side)
    with tempfile.TemporaryDirectory() as folder:
        server, port = start_server(folder)
        try:
            post_for(port, body, seconds=2)  # warm
            print(measure(server, port, body, options))
        finally:
            server.terminate()
            server.wait()


def make_body(number, side):
    """A batch of different drawings."""
    urls = []
    for n in range(number):
        strokes, place = DIGITS[n % 10], (0.45 + n / 1000, 0.5)
        picture = png(strokes, page=(side, side), place=place, pen=side // 25)
        urls.append("data:image/png;base64," + base64.b64encode(picture).decode())
    return json.dumps({"images": urls}).encode()


def measure(server, port, body, options):
    workers = children(server.pid)
    before = sum(map(cpu_seconds, workers))
    start = time.perf_counter()
    drawings = post_for(port, body, options.seconds) * options.pictures
    seconds = time.perf_counter() - start
    cpu = sum(map(cpu_seconds, workers)) - before
    return f"{cpu / drawings * 1e3:.2f} ms of CPU a drawing, {drawings / seconds:.0f}/s"


def post_for(port, body, seconds):
    """Post until the time is over, each as a new visitor; returns how many."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    until, batches = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        connection.request("POST", ADDRESS, body, {"Content-Type": "application/json"})
        results = json.loads(connection.getresponse().read())["results"]
        if not all("digit" in result for result in results):
            raise RuntimeError(results)
        batches += 1
    return batches


if __name__ == "__main__":
    main()
