"""The site beside a bare function with the same picture code and one statement.

    python -m bench.ceiling [--clients 8] [--seconds 5] [--rounds 5] [--side 400]
        [--original FOLDER]

Serves both by gunicorn on SQLite and on a throwaway PostgreSQL, which waits for the
disk, posts to them in turn and prints medians over the rounds, and how many times the
bare function's CPU the site takes. FOLDER has an original_server.py, the system that
the site replaces; it needs Flask and TensorFlow.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bench.load import (
    PREDICTIONS,
    Target,
    environment,
    free_port,
    make_bodies,
    measure,
    parser,
    prepare,
    serve,
    wait_for,
)
from tests.support import postgres

FORM = Target("/recognize", "application/x-www-form-urlencoded")
APPLICATIONS = {"site": [], "bare": ["--preload", "bench.bare:application"]}
CPU = "CPU ms per request"


class Served(NamedTuple):
    """Somebody who answers."""

    server: Any
    port: int
    bodies: list[bytes]
    target: Target = PREDICTIONS


def main():
    options = parse()
    with tempfile.TemporaryDirectory() as folder, all_served(folder, options) as served:
        for name in served:
            measured(served[name], options)  # warm
        rounds = [
            {name: measured(served[name], options) for name in served}
            for _ in range(options.rounds)
        ]
    report(rounds)


def parse():
    arguments = parser(__doc__, seconds=5, rounds=5)
    arguments.add_argument("--original", type=Path, metavar="FOLDER")
    return arguments.parse_args()


@contextmanager
def all_served(folder, options):
    """By name: the site and the bare function on either database, and the original."""
    bodies = list(make_bodies(options.side))
    served = {}
    try:
        for database, url in databases(folder):
            settings = environment(folder) | {"DATABASE_URL": url}
            prepare(settings)
            for name, arguments in APPLICATIONS.items():
                server, port = serve(settings, *arguments)
                served[f"{name}, {database}"] = Served(server, port, bodies)
        if options.original:
            served["original"] = original(options.original, bodies)
        yield served
    finally:
        for server, *_ in served.values():
            server.terminate()
            server.wait()


def databases(folder):
    yield "SQLite", f"sqlite:///{folder}/bench.sqlite3"
    postgres.start_server(options="-c listen_addresses=''")
    yield "PostgreSQL", os.environ["DATABASE_URL"]


def original(folder, bodies):
    port = free_port()
    program = [sys.executable, folder / "original_server.py", str(port)]
    server = subprocess.Popen(program, stderr=subprocess.DEVNULL)  # noqa: S603
    wait_for(server, port)
    forms = [urlencode(json.loads(body)).encode() for body in bodies]
    return Served(server, port, forms, FORM)


def measured(served, options):
    return measure(served.server, served.port, served.bodies, options, served.target)


def report(rounds):
    names = list(rounds[0])
    medians = {
        name: {
            figure: statistics.median(each[name][figure] for each in rounds)
            for figure in rounds[0][name]
        }
        for name in names
    }
    figures = list(medians[names[0]])
    print(" " * 18, *(f"{figure:>24}" for figure in figures))
    for name in names:
        print(f"{name:18}", *(f"{medians[name][figure]:24.2f}" for figure in figures))
    for database in ("SQLite", "PostgreSQL"):
        pairs = [
            each[f"site, {database}"][CPU] / each[f"bare, {database}"][CPU]
            for each in rounds
        ]
        print(f"{database}: the site takes {statistics.median(pairs):.2f} times")


if __name__ == "__main__":
    main()
