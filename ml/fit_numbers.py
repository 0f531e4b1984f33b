"""Fit how numbers are read, on characters of people put side by side by code.

    python -m ml.fit_numbers --drawings FOLDER [--sets unipen,pendigits,unipen_others]

FOLDER is as ml.evaluate takes it (docs/networks.md). Half of its writers, by a hash of
their names, write numbers, words, numbers with a sign among them, single digits and
single letters; each is drawn under some condition, and all together fit the few
coefficients of ml/numbers/coefficients.json. The network itself does not change.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from ml.data.composed.hands import DIGIT, LETTER, LOOK_ALIKE, SYMBOL, find_hands
from ml.data.composed.line import write_line
from ml.data.composed.sets import SETS, Maker, has, row
from ml.data.strokes import choose
from ml.data.unipen.writers import hashed
from ml.evaluation.drawings import FIT
from ml.evaluation.renderer import load_renderer
from ml.inference.version_files import find_version, load_version
from ml.numbers.lattice import build_lattice
from ml.numbers.scores import COEFFICIENTS
from ml.preprocessing.errors import Blank
from ml.preprocessing.ink import read_ink
from ml.training.number_scores import Example, Fit, fit_coefficients

WRITERS = "unipen,pendigits,unipen_others"
TUNING = 0.5  # of the writers; the others are left to measure on
KINDS = (  # in turn
    *("number",) * 8,
    *("composed_words",) * 3,
    *("composed_signs",) * 3,
    *("digit",) * 1,
    *("letter",) * 5,
)
LENGTHS = {2: 34, 3: 22, 4: 14, 5: 10, 6: 6, 7: 4, 8: 3, 9: 2, 10: 2, 11: 1, 12: 2}
CONDITIONS = (  # as often as they stand here
    *("thin",) * 4,
    *("plain", "mixed") * 4,
    *("tiny",) * 2,
    *("tilted", "wide"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=Path, required=True)
    parser.add_argument("--sets", default=WRITERS, help="who writes")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--epochs", type=int, default=Fit.epochs)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=COEFFICIENTS)
    options = parser.parse_args()
    examples = list(make_examples(options))
    print(f"{len(examples)} lattices of {options.samples} drawings")
    coefficients = fit_coefficients(examples, Fit(epochs=options.epochs))
    values = {name: _rounded(values) for name, values in vars(coefficients).items()}
    lines = [f" {json.dumps(name)}: {json.dumps(v)}" for name, v in values.items()]
    options.out.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def make_examples(options: argparse.Namespace) -> Iterator[Example]:
    """Compose, draw and part the samples, on several processes."""
    folder, sets, split = options.drawings, options.sets.split(","), options.split
    with ProcessPoolExecutor(
        options.workers, initializer=_start, initargs=(folder, sets, split)
    ) as pool:
        examples = pool.map(_example, range(options.samples), chunksize=50)
        yield from (example for example in examples if example)


_maker: _Maker


def _start(folder: Path, sets: list[str], split: str) -> None:
    global _maker  # one a process: an interpreter cannot be sent to it
    _maker = _Maker(folder, sets, split)


def _example(index: int) -> Example | None:
    return _maker.example(index)


class _Maker:
    """Makes the example of each index, always the same."""

    def __init__(self, folder: Path, sets: list[str], split: str):
        self.renderer = load_renderer(folder)
        samples = [s for name in sets for s in self.renderer.load_set(name, split)]
        self.hands = find_hands(s for s in samples if hashed(s["writer"]) < TUNING)
        self.classifier = load_version(find_version("base"))

    def example(self, index: int) -> Example | None:
        rng = np.random.default_rng([0, index])
        kind = KINDS[index % len(KINDS)]
        sample = self._compose(kind, index, rng)
        condition = self.renderer.CONDITIONS[choose(CONDITIONS, rng)]
        try:
            ink = read_ink(self.renderer.render(sample, condition, 1))
        except Blank:
            return None
        lattice = build_lattice(ink, self.classifier)
        if lattice is None:
            return None
        shows_number = kind in ("number", "digit")
        return Example(lattice, sample["label"] if shows_number else "")

    def _compose(self, kind: str, index: int, rng: Generator) -> dict[str, Any]:
        """What one of the hands writes, as render() takes it."""
        make, kinds = _writing(kind, rng)
        hand = choose([hand for hand in self.hands if has(hand, kinds)], rng)
        characters = make(hand, index, rng)
        return {
            "label": "".join(label for label, _ in characters),
            "strokes": write_line(characters, rng),
            "id": index,
            "set": kind,
            "fit": FIT,
        }


def _writing(kind: str, rng: Generator) -> tuple[Maker, tuple[str, ...]]:
    """What makes a hand's characters, and the kinds that it must have drawn."""
    if kind == "number":
        shares = np.array(list(LENGTHS.values())) / sum(LENGTHS.values())
        length = int(rng.choice(list(LENGTHS), p=shares))
        return lambda hand, _, rng: row(hand, DIGIT, length, rng), (DIGIT,)
    if kind == "digit":
        return lambda hand, _, rng: row(hand, DIGIT, 1, rng), (DIGIT,)
    if kind == "letter":
        character = choose([LETTER, LETTER, SYMBOL], rng)
        return lambda hand, _, rng: row(hand, character, 1, rng), (character,)
    groups = [made for group, made in SETS[kind].items() if group != LOOK_ALIKE]
    return choose(groups, rng)


def _rounded(values: np.ndarray) -> list:
    """Five digits: more would be noise."""
    return np.vectorize(lambda value: float(f"{value:.5g}"))(values).tolist()


if __name__ == "__main__":
    main()
