"""What costs more among millions of drawings in PostgreSQL, and what they take up.

    python -m bench.scale [--rows 10000 1000000 5000000] [--rounds 9]
        [--buffers 128MB 2GB]

Fills a database for each number in one throwaway server, then asks them in turn, so
that a busy machine slows all of them. Prints medians, each also as a multiple of the
smallest database's, for each size of PostgreSQL's shared_buffers; then bytes a drawing.
A million drawings take minutes and 3 GB in the temporary folder: one in twenty has a
real picture with strokes, in the smallest database all have.
"""

import argparse
import statistics
import time
from collections import defaultdict

import numpy as np

from bench import many, scale_parts, table_sizes
from bench.rescore import drawing
from tests.support import postgres
from tests.support.drawings import DIGITS

KINDS = 200
POINTS = 100  # of a pen that reports 60 times a second, in 1.7 s
DRAWINGS = 60  # that are sent to each database in a round


def main():
    options = parse()
    many.start()
    # Nothing is to be recovered; and pages' images would be most of what is written.
    configure(shared_buffers=options.buffers[-1], full_page_writes="off")
    real = [(n, *drawn(n)) for n in range(KINDS)]
    for rows in options.rows:
        make(rows, real, one_in=1 if rows == options.rows[0] else 20)
    for buffers in options.buffers:
        configure(shared_buffers=buffers, full_page_writes="on")
        print(f"\nshared_buffers {buffers}")
        print_figures(measure(options), options.rows)
    sizes = {}
    for rows in options.rows:
        use(rows)
        sizes[rows] = table_sizes.bytes_per_drawing()
    table_sizes.print_sizes(sizes)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[10_000, 1_000_000, 5_000_000]
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--buffers", nargs="+", default=["128MB", "2GB"])
    return parser.parse_args()


def configure(**settings):
    from django.db import connection

    use("postgres")
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = %s", [value])
    connection.close()
    postgres.restart()


def drawn(number):
    """A picture, and its strokes as JSON with the points that a pen reports."""
    rng = np.random.default_rng(number)
    ways = [np.array(stroke) * 280 for stroke in DIGITS[number % 10]]
    each = POINTS // len(ways)
    lines = [along(way, each) + rng.normal(0, 0.5, (each, 2)) for way in ways]
    return drawing(number), str([line.round(2).tolist() for line in lines])


def along(way, points):
    places = np.linspace(0, len(way) - 1, points)
    return np.stack([np.interp(places, range(len(way)), axis) for axis in way.T], 1)


def make(rows, real, one_in):
    """A copy of the migrated database, with as many drawings."""
    from django.db import connection

    from recognizer.models import ModelVersion, Promotion

    start = time.perf_counter()
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{rows}" TEMPLATE postgres')
    use(rows)
    many.fill(rows, real, one_in=one_in, in_place=True)
    base = ModelVersion.objects.get(name="base")
    Promotion.objects.create(version=base, why="To answer.")
    print(f"{rows:,} drawings made in {time.perf_counter() - start:.0f} s", flush=True)


def use(database):
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)
    connection.connect()


def measure(options):
    """All rounds' figures by name and rows."""
    figures: dict = defaultdict(lambda: defaultdict(list))
    places: dict = {}
    for number in range(-1, options.rounds):  # the first round warms all up
        first = KINDS + (number + 1) * DRAWINGS
        pictures = [drawn(n) for n in range(first, first + DRAWINGS)]
        for rows in options.rows:
            use(rows)
            places[rows] = places.get(rows) or scale_parts.Places()
            for name, figure in scale_parts.measure(places[rows], pictures):
                if number >= 0:
                    figures[name][rows].append(figure)
    return figures


def print_figures(figures, all_rows):
    print(f"{'':36}" + "".join(f"{rows:>21,}" for rows in all_rows))
    for name, by_rows in figures.items():
        smallest = by_rows[all_rows[0]]
        print(
            f"{name:36}" + "".join(cell(by_rows[rows], smallest) for rows in all_rows)
        )


def cell(values, smallest):
    """The median, and the median of what it is to the smallest in the same round."""
    ratios = np.divide(values, smallest)
    return f"{statistics.median(values):13.3f} ({np.median(ratios):4.2f})"


if __name__ == "__main__":
    main()
