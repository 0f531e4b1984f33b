"""How long a number takes to read, beside a single digit.

    python -m bench.numbers --drawings FOLDER [--conditions thin,plain,wide,tiny]

Numbers of two to twelve digits, composed of people's digits, and what may cost most:
a page of dots, hatching, a scribble and a row of touching strokes. Milliseconds of this
process's own time, median and the 95th percentile; FOLDER is as ml.evaluate takes it
(docs/networks.md).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ml.data.composed.hands import DIGIT, find_hands
from ml.data.composed.line import write_line
from ml.data.composed.sets import has, row
from ml.data.strokes import choose
from ml.evaluation.drawings import FIT
from ml.evaluation.renderer import choose_conditions, load_renderer
from ml.inference.version_files import find_version, load_version
from ml.numbers.reading import read_number
from ml.preprocessing.ink import read_ink

LENGTHS = 1, 2, 3, 5, 8, 12
SIDE = 255  # pixels: ink's longest side is no longer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=Path, required=True)
    parser.add_argument("--sets", default="unipen,pendigits")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--conditions", default="thin,plain,wide,tiny")
    parser.add_argument("--count", type=int, default=40, help="of each length")
    options = parser.parse_args()
    classifier = load_version(find_version("base"))
    tile = np.zeros((28, 28), np.float32)
    print(f"{'network, one tile':24}{spread(lambda: classifier.answer(tile), 200)}")
    numbers = list(composed(options))
    for length in LENGTHS:
        times = [
            milliseconds(lambda ink=ink: read_number(ink, classifier))
            for digits, ink in numbers
            if digits == length
        ]
        print(f"{f'{length} digits':24}{summary(times)}")
    for title, ink in hostile().items():
        print(f"{title:24}{spread(lambda ink=ink: read_number(ink, classifier), 9)}")


def composed(options: argparse.Namespace) -> Iterator[tuple[int, np.ndarray]]:
    """The inks of composed numbers, with how many digits each has."""
    renderer = load_renderer(options.drawings)
    conditions = choose_conditions(renderer, options.conditions)
    samples = [
        sample
        for name in options.sets.split(",")
        for sample in renderer.load_set(name, options.split)
    ]
    hands = [hand for hand in find_hands(samples) if has(hand, (DIGIT,))]
    rng = np.random.default_rng(0)
    for length in LENGTHS:
        for index in range(options.count):
            strokes = write_line(row(choose(hands, rng), DIGIT, length, rng), rng)
            sample = {"strokes": strokes, "label": "", "id": index, "fit": FIT}
            condition = renderer.CONDITIONS[conditions[index % len(conditions)]]
            yield length, read_ink(renderer.render(sample, condition, 1))


def hostile() -> dict[str, np.ndarray]:
    """Inks with as much to do as any."""
    rng = np.random.default_rng(0)
    pages = {
        title: np.zeros((SIDE, SIDE), np.float32)
        for title in ("16,384 dots", "40 dots", "hatching", "a comb", "noise", "full")
    }
    pages["16,384 dots"][::2, ::2] = 1
    pages["40 dots"][::36, ::36] = 1
    pages["hatching"][:, ::6] = pages["hatching"][::6] = 1
    pages["a comb"][:60, ::12] = pages["a comb"][:60, 1::12] = 1
    pages["a comb"][58:60] = 1
    pages["noise"][:] = rng.random((SIDE, SIDE))
    pages["full"][:] = 1
    return pages


def spread(work, count: int) -> str:
    return summary([milliseconds(work) for _ in range(count)])


def summary(times: list[float]) -> str:
    return f"{np.median(times):8.2f} ms{np.quantile(times, 0.95):8.2f} ms"


def milliseconds(work) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


if __name__ == "__main__":
    main()
