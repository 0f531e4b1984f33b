"""How often a number is said to be several digits, and what is none.

    python -m bench.several_digits --drawings FOLDER [--limit 1000]

Of each kind that the base network calls no digit: how many shows_several_digits() says
to be several. And the milliseconds that this takes, which no answer of a digit costs.
FOLDER is as ml.evaluate takes it (docs/networks.md).
"""

import argparse
import statistics
import time
from collections import defaultdict
from pathlib import Path

from ml.evaluation.drawings import load_drawings
from ml.evaluation.renderer import choose_sets, load_renderer
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import find_version, load_version
from ml.numbers.several_digits import shows_several_digits
from ml.preprocessing.errors import Blank
from ml.preprocessing.ink import read_ink


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, default=1000, help="of a set; 0: all")
    parser.add_argument("--condition", default="plain")
    options = parser.parse_args()
    classifier = load_version(find_version("base"))
    counts, milliseconds = defaultdict(list), []
    for title, ink in inks(options):
        if classifier.answer(classifier.prepare(ink)).digit == NOT_A_DIGIT:
            start = time.perf_counter()
            counts[title].append(shows_several_digits(ink, classifier))
            milliseconds.append((time.perf_counter() - start) * 1e3)
    for title, verdicts in counts.items():
        n, several = len(verdicts), sum(verdicts)
        print(f"{title:32}{several:6} of {n:6}{several / n:8.1%}")
    print(f"{statistics.median(milliseconds):.2f} ms, median")


def inks(options):
    """The ink of what is no single digit, with the title of its kind."""
    renderer = load_renderer(options.drawings)
    sets = choose_sets(options.drawings, options.split, "all")
    condition = renderer.CONDITIONS[options.condition]
    for drawing in load_drawings(renderer, sets, options.split, options.limit, seed=0):
        if drawing.digit == NOT_A_DIGIT:
            try:
                yield (
                    drawing.title,
                    read_ink(renderer.render(drawing.sample, condition, 1)),
                )
            except Blank:
                continue


if __name__ == "__main__":
    main()
