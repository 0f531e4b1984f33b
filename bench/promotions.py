"""Promotions under load: does a request fail or wait, how soon does each worker follow?

    python -m bench.promotions [--promotions 200] [--clients 8] [--every 0.05]

Starts the real server as bench.load does and posts drawings to it, first alone, then
while two versions are promoted in turn. Prints latencies of both, and for how long
after a promotion an answer still came from the version before.
"""

import argparse
import os
import tempfile
import threading
import time
from itertools import pairwise

import numpy as np

from bench.load import load, make_bodies, start_server


def main():
    options = parse()
    bodies = list(make_bodies(400))
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        server, port = start_server(folder)
        try:
            promote = promoter(url)
            seconds = options.promotions * options.every
            load(port, bodies, options.clients, 2)  # warm
            alone = load(port, bodies, options.clients, seconds)
            stop = threading.Event()
            answers = []
            client = threading.Thread(
                target=lambda: answers.extend(
                    load(port, bodies, options.clients, 3600, stop)
                )
            )
            client.start()
            promotions = [promote(options.every) for _ in range(options.promotions)]
            time.sleep(1)
            stop.set()
            client.join()
        finally:
            server.terminate()
            server.wait()
    report(alone, answers, promotions)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--promotions", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--every", type=float, default=0.05, help="seconds")
    return parser.parse_args()


def promoter(url):
    """A function that promotes the other of two versions and says when and which."""
    secret = {"SECRET_KEY": "only-for-this-run" * 2, "DATABASE_URL": url, "HTTPS": "0"}
    os.environ |= secret | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"}
    import django

    django.setup()
    from recognizer.models import ModelVersion
    from recognizer.versions import promotion
    from tests.support.versions import add_version

    base = ModelVersion.objects.get(name="base")
    turn = [add_version("copy"), base]

    def promote(pause):
        version = turn[0]
        turn.reverse()
        promotion.promote(version, why="A bench.")
        at = time.perf_counter()
        time.sleep(pause)
        return at, version.name

    return promote


def report(alone, answers, promotions):
    for name, rows in (("alone", alone), ("while promoting", answers)):
        times = [1e3 * (row.end - row.start) for row in rows]
        p50, p99, most = np.percentile(times, [50, 99, 100])
        times = f"p50 {p50:.0f}  p99 {p99:.0f}  max {most:.0f} ms"
        print(f"{name:16} {len(rows):6} answers  {times}")
    late = [
        answer.start - at
        for (at, name), (following, _) in pairwise([*promotions, (np.inf, "")])
        for answer in answers
        if at < answer.start < following and answer.version != name
    ]
    print(f"{len(promotions)} promotions, no request failed.")
    print(
        f"{len(late)} requests that began after a promotion had the answer of the "
        f"version before; the last of them {1e3 * max(late, default=0):.0f} ms after."
    )


if __name__ == "__main__":
    main()
