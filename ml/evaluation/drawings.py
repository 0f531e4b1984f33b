"""The drawings that a version is measured on: other people's, in a folder of their own.

What the folder holds is said in `ml.evaluation.renderer`. A sample whose label has
several digits is a number; `fit` says how much of the page it may fill. More sets are
drawn by code: see `ml.evaluation.made` and `ml.data.composed`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from types import MappingProxyType, ModuleType

import numpy as np

from ml.data.composed import sets as composed
from ml.data.composed.hands import DIGIT, LOOK_ALIKE, Hand, find_hands
from ml.data.unipen import held_out
from ml.data.unipen.distribution import LOOK_ALIKES
from ml.data.unipen.writers import is_apart
from ml.evaluation.made import MADE, made
from ml.evaluation.renderer import DRAWN_BY_CODE, BadDrawings
from ml.inference.networks import NOT_A_DIGIT

FIT = 0.85  # of the page, for a number
NUMBER = "number"  # a group, as DIGIT and LOOK_ALIKE are
DIGITS, NUMBERS, NOT_DIGITS = "digits", "numbers", "not digits"  # kinds
HALVES = {False: "half seen", True: "half apart"}  # by is_apart()


@dataclass(frozen=True)
class Drawing:
    """One drawing, which versions answer under every condition."""

    set: str
    group: str  # DIGIT, or what it is instead: "letter", LOOK_ALIKE, NUMBER, ...
    label: str  # what its writer says it is: "7", "A", "42"
    digit: int  # 0..9, or NOT_A_DIGIT
    sample: dict  # as render() takes it
    half: str = ""  # of its set's writers, where they are told apart: of HALVES

    @property
    def kind(self) -> str:
        """DIGITS, NUMBERS or NOT_DIGITS: by this it is right or wrong."""
        return {DIGIT: DIGITS, NUMBER: NUMBERS}.get(self.group, NOT_DIGITS)

    @property
    def title(self) -> str:
        """What is measured apart of its kind: a set, a half of it, or a group."""
        part = self.group if self.kind == NOT_DIGITS else self.half
        return f"{self.set}, {part}" if part else self.set


def load_drawings(
    renderer: ModuleType,
    sets: Sequence[str],
    split: str,
    limit: int,
    seed: int,
    writers: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    halves: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> list[Drawing]:
    """At most `limit` drawings of each set (0: all), the same for the same seed.

    Of a set that `writers` names, only drawings of those writers are chosen; of one
    that `halves` names, two halves of the writers are told apart. Composed sets are
    made of the characters of `sources`, which are sets too.
    """

    def samples_of(name: str) -> Iterator[dict]:
        for sample in renderer.load_set(name, split):
            if name not in writers or sample["writer"] in writers[name]:
                yield sample

    hands: list[Hand] = []
    if is_composed(sets):
        hands = find_hands(chain.from_iterable(map(samples_of, sources)))
    drawings: list[Drawing] = []
    for name in sets:
        if name == MADE:
            samples = made(limit, seed)
        elif name in composed.SETS:
            samples = composed.compose(name, hands, limit, seed)
        else:
            samples = [*samples_of(name)]
        of_set = [_drawing(name, sample, halves) for sample in samples]
        drawings += choose_evenly(of_set, limit, seed)
    return drawings


def is_composed(sets: Iterable[str]) -> bool:
    """Whether one of the sets is made of other sets' characters."""
    return any(name in composed.SETS for name in sets)


def columns_by_title(drawings: Sequence[Drawing], kind: str) -> dict[str, np.ndarray]:
    """Of a kind's drawings each title's, bool (n,), in the titles' order."""
    names = [each.title if each.kind == kind else None for each in drawings]
    titles = dict.fromkeys(name for name in names if name is not None)
    return {title: np.array([name == title for name in names]) for title in titles}


def columns_of(drawings: Sequence[Drawing], kind: str) -> np.ndarray:
    """Which drawings are of a kind: bool (n,)."""
    return np.array([drawing.kind == kind for drawing in drawings], bool)


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
        is_drawn_by_code = name in DRAWN_BY_CODE
        samples = [] if is_drawn_by_code else renderer.load_set(name, split)
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


def _drawing(name: str, sample: dict, halves: Sequence[str]) -> Drawing:
    """The sample with its group; a character like a digit leaves that of its set."""
    label, group = sample["label"], sample.get("group")
    if not group and label.isdigit() and len(label) == 1:
        return Drawing(name, DIGIT, label, int(label), sample)
    if not group and label.isdigit():
        half = HALVES[is_apart(sample["writer"])] if name in halves else ""
        fitting = {"fit": FIT, **sample}
        return Drawing(name, NUMBER, label, NOT_A_DIGIT, fitting, half)
    if label in LOOK_ALIKES:
        group = LOOK_ALIKE
    return Drawing(name, group or "other", label, NOT_A_DIGIT, sample)


def _interleave(queues: list[list[Drawing]]) -> list[Drawing]:
    """The first of each queue, then the second of each, and so on."""
    rounds = zip_longest(*queues)
    return [drawing for drawing in chain.from_iterable(rounds) if drawing is not None]
