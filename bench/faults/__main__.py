"""See the package."""

import argparse
import signal
import sys
import time
from contextlib import ExitStack

import bench.faults
from bench.faults.faults import FAULTS
from bench.faults.report import HEAD, Event, row
from bench.faults.site import Site


def main() -> int:
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and nothing is left over
    with ExitStack() as parts:
        site = Site(parts)
        print(f"Its logs are in {site.folder}.\n\n{HEAD}", flush=True)
        site.until_calm()
        for name in options.only:
            print(row(happen(site, name, options.seconds), site.posts()), flush=True)
        site.visitors.kill()
        site.service.stop()  # and no request is under way
        return check(site.posts())


def parse():
    parser = argparse.ArgumentParser(description=bench.faults.__doc__.splitlines()[0])
    parser.add_argument(
        "--only", nargs="+", choices=FAULTS, default=list(FAULTS), metavar="FAULT"
    )
    parser.add_argument("--seconds", type=int, default=20, help="that a fault lasts")
    return parser.parse_args()


def happen(site: Site, name: str, seconds: int) -> Event:
    from django.db import connection

    sentence, fault = FAULTS[name]
    connection.close()  # the fault before may have cut it
    began = time.time()
    fault(site, seconds)
    over = time.time()
    site.until_calm()
    return Event(sentence.format(seconds), began, over, time.time())


def check(posts: list[list]) -> int:
    """Print what has to be so in the end; 1 where it is not."""
    from bench.machines.checks import check_posts

    good = True
    for sentence, holds in check_posts(posts):
        print(f"{'yes' if holds else 'NO '}  {sentence}")
        good &= holds
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
