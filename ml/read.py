"""Read the digits and numbers that pictures show, a line for each picture.

FILE is a PNG, JPEG or WebP; a folder, whose pictures (.png, .jpg, .jpeg, .webp) are
read by name, its folders' too, but for hidden ones; or - for one picture in standard
input, as is no FILE at all. Lines come in the order of the pictures. CSV and JSON lines
have the columns file, digit, word, confidence, error and number; JSON lines have
probabilities and a number's parts too.

The exit code is the worst of: 0, every picture shows a digit or a number; 1, one is
empty or neither; 2, one cannot be read, or the command is wrong. Progress goes to
stderr, if that is a terminal and the lines go elsewhere.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import chain

from tqdm import tqdm

from ml.reader import BadVersion
from ml.reading.formats import FORMATS, HEADS
from ml.reading.outcomes import UNREADABLE, read_sources
from ml.reading.sources import STANDARD_INPUT, Source, find_sources, read_names

INTERRUPTED, NOBODY_READS = 130, 141  # as a shell's after Ctrl-C, and in `| head`


def read(options: argparse.Namespace) -> int:
    """Print a line for each picture; returns the worst of their exit codes.

    Raises BadVersion, and OSError where the list of names cannot be read.
    """
    # Names are bytes of any kind, which are printed as they are.
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    outcomes = read_sources(_sources(options), options.version, options.jobs)
    worst, line = 0, FORMATS[options.format]
    if options.format in HEADS:
        print(HEADS[options.format])
    hidden = sys.stdout.isatty() or not sys.stderr.isatty()
    total = None if hidden else _count(options)
    for outcome in tqdm(outcomes, total=total, unit=" pictures", disable=hidden):
        print(line(outcome), flush=True)
        worst = max(worst, outcome.code)
    return worst


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ml.read",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="a picture, a folder, or -")
    add(
        "--files-from",
        metavar="LIST",
        help="read what this file names, too, one a line; - is standard input",
    )
    add("--format", choices=FORMATS, default="text", help="of the lines (text)")
    add("--version", default="base", help="a folder of weights/, or any (base)")
    add("--jobs", type=_processes, default=1, metavar="N", help="processes (1)")
    options = parser.parse_args(argv)
    if not options.files and not options.files_from:
        if sys.stdin.isatty():
            parser.error("name a picture or a folder, or send a picture")
        options.files = [STANDARD_INPUT]
    return options


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = parse(argv)
    try:
        return read(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still to be written would raise once more, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except (BadVersion, OSError) as error:
        print(error, file=sys.stderr)
        return UNREADABLE


def _sources(options: argparse.Namespace) -> Iterator[Source]:
    listed = read_names(options.files_from) if options.files_from else ()
    return find_sources(chain(options.files, listed))


def _count(options: argparse.Namespace) -> int | None:
    """How many pictures there are; None where only reading tells."""
    if options.files_from or STANDARD_INPUT in options.files:
        return None
    return sum(1 for _ in find_sources(options.files))


def _processes(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a number from 1 on, got {text!r}")


if __name__ == "__main__":
    sys.exit(main())
