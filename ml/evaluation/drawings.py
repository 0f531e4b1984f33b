"""The drawings that a version is measured on: other people's, in a folder of their own.

What the folder holds is said in `ml.evaluation.renderer`. A sample whose label has
several digits is a number; `fit` says how much of the page it may fill. One more set,
`made`, is drawn by code: see `ml.evaluation.made`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from types import MappingProxyType, ModuleType

import numpy as np

from ml.data.unipen import held_out
from ml.data.unipen.distribution import LOOK_ALIKES
from ml.evaluation.made import MADE, made
from ml.evaluation.renderer import BadDrawings
from ml.inference.networks import NOT_A_DIGIT

FIT = 0.85  # of the page, for a number
DIGIT, NUMBER, LOOK_ALIKE = "digit", "number", "lookalike"  # groups


@dataclass(frozen=True)
class Drawing:
    """One drawing, which versions answer under every condition."""

    set: str
    group: str  # DIGIT, or what it is instead: "letter", LOOK_ALIKE, NUMBER, ...
    label: str  # what its writer says it is: "7", "A", "42"
    digit: int  # 0..9, or NOT_A_DIGIT
    sample: dict  # as render() takes it

    @property
    def title(self) -> str:
        """What is measured apart: a set's digits, or one group of what is no digit."""
        return self.set if self.group == DIGIT else f"{self.set}, {self.group}"


def load_drawings(
    renderer: ModuleType,
    sets: Iterable[str],
    split: str,
    limit: int,
    seed: int,
    writers: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Drawing]:
    """At most `limit` drawings of each set (0: all), the same for the same seed.

    Of a set that `writers` names, only drawings of those writers are chosen.
    """
    drawings: list[Drawing] = []
    for name in sets:
        samples = made(limit, seed) if name == MADE else renderer.load_set(name, split)
        if name in writers:
            samples = [s for s in samples if s["writer"] in writers[name]]
        of_set = [_drawing(name, sample) for sample in samples]
        drawings += choose_evenly(of_set, limit, seed)
    return drawings


def titles(drawings: Iterable[Drawing], *, digits: bool) -> list[str]:
    """The titles of the digits among the drawings, or of all else, in their order."""
    chosen = (drawing for drawing in drawings if (drawing.group == DIGIT) == digits)
    return list(dict.fromkeys(drawing.title for drawing in chosen))


def held_out_writers(
    renderer: ModuleType, sets: Sequence[str], split: str, names: Iterable[str]
) -> dict[str, list[str]]:
    """Of each of the sets `names`, the writers whom ml.train keeps apart.

    Raises BadDrawings for a set that is not among `sets` or has no such writers.
    """
    writers: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if name not in sets:
            raise BadDrawings(f"{name!r} is held out but not among {', '.join(sets)}.")
        samples = [] if name == MADE else renderer.load_set(name, split)
        writers[name] = sorted(held_out(sample["writer"] for sample in samples))
        if not writers[name]:
            raise BadDrawings(f"Of {name} nobody is held out: it has too few writers.")
    return writers


def choose_evenly(drawings: Sequence[Drawing], limit: int, seed: int) -> list[Drawing]:
    """At most `limit` drawings (0: all), balanced over classes and their writers.

    Digits, or groups of what is no digit, take turns; within each, its writers do.
    """
    rng = np.random.default_rng(seed)
    by_class: dict = defaultdict(lambda: defaultdict(list))
    for i in rng.permutation(len(drawings)):
        drawing = drawings[i]
        by_writer = by_class[drawing.digit, drawing.group]
        by_writer[drawing.sample["writer"]].append(drawing)
    queues = []
    for _, by_writer in sorted(by_class.items()):
        names = sorted(by_writer)
        order = rng.permutation(len(names))
        queues.append(_interleave([by_writer[names[i]] for i in order]))
    return _interleave(queues)[: limit or None]


def _drawing(name: str, sample: dict) -> Drawing:
    """The sample with its group; a character like a digit leaves that of its set."""
    label, group = sample["label"], sample.get("group")
    if not group and label.isdigit() and len(label) == 1:
        return Drawing(name, DIGIT, label, int(label), sample)
    if not group and label.isdigit():
        group, sample = NUMBER, {"fit": FIT, **sample}
    elif label in LOOK_ALIKES:
        group = LOOK_ALIKE
    return Drawing(name, group or "other", label, NOT_A_DIGIT, sample)


def _interleave(queues: list[list[Drawing]]) -> list[Drawing]:
    """The first of each queue, then the second of each, and so on."""
    rounds = zip_longest(*queues)
    return [drawing for drawing in chain.from_iterable(rounds) if drawing is not None]
