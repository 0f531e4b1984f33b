"""Writers and their characters, of which composed drawings are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from ml.data.strokes import Strokes, choose
from ml.data.unipen.distribution import LABELS, LOOK_ALIKES

DIGIT, LETTER, SYMBOL, LOOK_ALIKE = "digit", "letter", "symbol", "lookalike"  # kinds

Character = tuple[str, Strokes]  # a label and its strokes, in any unit


@dataclass(frozen=True)
class Hand:
    """One writer's characters: by kind, then by label, each drawing of it."""

    writer: str
    drawings: dict[str, dict[str, list[Strokes]]]

    def labels(self, kind: str) -> list[str]:
        return sorted(self.drawings.get(kind, {}))

    def character(self, kind: str, rng: Generator) -> Character:
        """Choose a character of a kind: each label, then each drawing, is as likely."""
        label = choose(self.labels(kind), rng)
        return label, choose(self.drawings[kind][label], rng)


def find_hands(samples: Iterable[dict]) -> list[Hand]:
    """The writers of single characters that have strokes, by name.

    One name is one person, in whatever set it stands.
    """
    hands: dict[str, Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for sample in samples:
        label, strokes = sample["label"], sample.get("strokes")
        if len(label) == 1 and strokes:
            arrays = [np.asarray(stroke, float) for stroke in strokes]
            hands[sample["writer"]][_kind(label)][label].append(arrays)
    return [Hand(writer, hands[writer]) for writer in sorted(hands)]


def _kind(label: str) -> str:
    if label in LABELS:
        return DIGIT
    if label in LOOK_ALIKES:
        return LOOK_ALIKE
    return LETTER if label.isalpha() else SYMBOL
