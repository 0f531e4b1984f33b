"""How fast workers rescore, and what visitors of the same machine notice of it.

    python -m bench.jobs [--rows 8000] [--rounds 3] [--seconds 5] [--redis]

Starts real Celery workers on a throwaway PostgreSQL with 400x400 canvases. Prints how
many drawings a second 1, 2 and 4 workers rescore, also as multiples of one worker's;
then how long a visitor, who sends up to twenty drawings a second, waits for answers
beside none, one and two workers at a job. Both in turn, so that a busy machine slows
all of them. --redis: messages go by a throwaway Redis instead of files.
"""

import argparse
import http.client
import os
import statistics
import time
from collections import defaultdict
from contextlib import nullcontext

import numpy as np

from bench import load, many
from bench.job_workers import (
    busy,
    cancel,
    redis,
    signed_in,
    standing_still,
    submit,
    wait_until,
    working,
)
from bench.rescore import KINDS, drawing, fill, version

WORKERS = (1, 2, 4)
BESIDE = (0, 1, 2)  # workers at a job while a visitor draws
PAUSE = 1 / 20  # s between an answer and the visitor's next drawing


def main():
    options = parse()
    many.start()
    os.environ["WORKER_NICENESS"] = options.niceness
    with redis() if options.redis else nullcontext():
        pictures = [drawing(number) for number in range(KINDS)]
        fill(version("base"), pictures, options.rows)
        print_rates(measure_rates(options))
        print_waits(measure_waits(options))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--niceness", default="10", help="WORKER_NICENESS")
    parser.add_argument("--redis", action="store_true")
    return parser.parse_args()


def measure_rates(options):
    rates = defaultdict(list)
    for _ in range(options.rounds):
        for workers in WORKERS:
            rates[workers].append(rate(workers, options.rows))
    return rates


def rate(workers, rows):
    """Drawings a second of a whole job, once all workers are up."""
    with working(workers):
        wait_until(lambda: signed_in() == workers)
        job = submit()
        wait_until(lambda: job.refresh_from_db() or job.is_finished)
    assert job.counts["answers"] == rows, job.sentence
    return rows / (job.finished_at - job.started_at).total_seconds()


def print_rates(rates):
    for workers, values in rates.items():
        times = np.median(np.divide(values, rates[WORKERS[0]]))
        median = statistics.median(values)
        print(f"workers {workers}{median:8.0f} drawings a second ({times:.2f})")


def measure_waits(options):
    """Milliseconds that each drawing took, by the number of workers beside it."""
    bodies = list(load.make_bodies(400))
    waits: dict[int, list[float]] = defaultdict(list)
    server, port = load.serve(dict(os.environ))
    try:
        visit(port, bodies, seconds=2)  # warm
        with working(max(BESIDE)) as processes:
            for _ in range(options.rounds * 3):
                job = submit()
                wait_until(lambda: busy() == len(processes))
                for workers in BESIDE:
                    with standing_still(processes[workers:]):
                        waits[workers] += visit(port, bodies, options.seconds)
                cancel(job)
    finally:
        server.terminate()
        server.wait()
    return waits


def visit(port, bodies, seconds):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    waited: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        answer = load.post(connection, bodies[len(waited) % len(bodies)])
        waited.append((answer.end - answer.start) * 1e3)
        time.sleep(PAUSE)
    connection.close()
    return waited


def print_waits(waits):
    """Of all rounds together: one round has too few answers for a hundredth of them."""
    alone = np.percentile(waits[0], [50, 99])
    for workers, values in waits.items():
        p50, p99 = np.percentile(values, [50, 99])
        print(
            f"beside {workers} workers p50 {p50:.1f} ms ({p50 / alone[0]:.2f}), "
            f"p99 {p99:.1f} ms ({p99 / alone[1]:.2f}) of {len(values)} drawings"
        )


if __name__ == "__main__":
    main()
