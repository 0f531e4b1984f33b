"""How long a picture takes from its bytes to its tile, beside Pillow's bare decoding.

    python -m bench.tile [--times 200] [--opaque]

Medians in milliseconds; the ratio is the figure that travels between machines.
"""

import argparse
import io
import statistics
import time

from PIL import Image

from ml.preprocessing.ink import read_ink
from ml.preprocessing.metadata import strip_metadata
from ml.preprocessing.tile import to_tile, to_tile75
from tests.support.drawings import BLACK, DIGITS, WHITE, png

PAGES = [(280, 280), (400, 400), (900, 600), (1200, 1200)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--digit", type=int, default=5, choices=range(10))
    parser.add_argument("--opaque", action="store_true", help="black pen on white")
    options = parser.parse_args()
    how = {"colour": BLACK, "paper": WHITE} if options.opaque else {}
    columns = ("page", "decode", "to ink", "to tile", "all", "ratio", "tile75", "strip")
    print("".join(f"{column:>10}" for column in columns))
    for page in PAGES:
        picture = png(DIGITS[options.digit], page=page, pen=min(page) // 25, **how)
        decode, ink, tile, whole, tile75, strip = medians(picture, options.times)
        figures = (decode, ink, tile, whole, whole / decode, tile75, strip)
        name = f"{page[0]}x{page[1]}"
        print(f"{name:>10}" + "".join(f"{figure:10.3f}" for figure in figures))


def medians(picture, times):
    """Milliseconds of each step, taken in turn so that all meet the same noise."""
    ink = read_ink(picture)
    steps = [
        lambda: Image.open(io.BytesIO(picture)).load(),
        lambda: read_ink(picture),
        lambda: to_tile(ink),
        lambda: to_tile(read_ink(picture)),
        lambda: to_tile75(ink),
        lambda: strip_metadata(picture),
    ]
    took = [[seconds(step) for step in steps] for _ in range(times)]
    return [statistics.median(step) * 1e3 for step in zip(*took, strict=True)]


def seconds(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
