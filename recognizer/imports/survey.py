"""A first look at all pictures before one is kept: can their labels be true?"""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from django.conf import settings

from ml.data.replay import HOLDOUT, load_tiles
from ml.inference.classifier import Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.plausibility import is_below, is_far_below
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.tile import from_bytes
from recognizer.imports.candidates import Candidate
from recognizer.imports.readings import Reading, Sample, answers_to, better_reading
from recognizer.imports.records import ImportedPicture, Record
from recognizer.imports.turns import Turn
from recognizer.versions.predictor import predictor

SAMPLE = 400  # labelled digits, chosen by chance, that the version is asked about
HOLDOUT_SAMPLE = 300  # digits of the hold-out, which say what is to be expected


@dataclass(frozen=True)
class Agreement:
    """How often the promoted version's answers are the files' labels."""

    version: str
    right: int
    n: int
    expected: float  # the share that the version reads right of its hold-out
    reading: Reading | None = None  # another one of the files that fits far better

    @property
    def is_below(self) -> bool:
        return is_below(self.right, self.n, self.expected)

    @property
    def is_doubtful(self) -> bool:
        """Whether the labels must not train until somebody has looked."""
        far_below = is_far_below(self.right, self.n, self.expected)
        return far_below or self.reading is not None


class Chosen(NamedTuple):
    """A labelled digit of the sample, and the answer to it."""

    place: int  # among the labels of all files
    answer: int
    tile: np.ndarray  # as the version saw it


@dataclass
class Survey:
    """The labels of all files, and a sample of what they are of."""

    turn: Turn | None = None
    labels: list[int] = field(default_factory=list)  # in the files' order
    _chosen: list[Chosen] = field(default_factory=list)
    _digits: int = 0  # looked at so far
    _chance: random.Random = field(default_factory=lambda: random.Random(0))

    def look(self, records: Iterable[Record]) -> int:
        """Look at all of them. Return how many pictures there are.

        Raises NoVersion (recognizer.versions.predictor).
        """
        pictures = 0
        for record in records:
            if isinstance(record, ImportedPicture):
                pictures += 1
                if record.label is not None:
                    self._look_at(record, record.label)
        return pictures

    def agreement(self) -> Agreement:
        """Compare answers and labels. Raises NoVersion."""
        serving, sample = predictor.serving(), self._sample()
        right, n = int(sample.right.sum()), len(sample.labels)
        expected = hold_out_accuracy(serving.classifier)
        reading = None
        if is_below(right, n, expected):
            reading = better_reading(sample, serving.classifier, expected)
        return Agreement(str(serving.version), right, n, expected, reading)

    def _look_at(self, record: ImportedPicture, label: int) -> None:
        self.labels.append(label)
        if label != NOT_A_DIGIT:  # whether an O is one is a matter of opinion
            with suppress(BadImage, Blank):
                self._choose_by_chance(record)

    def _choose_by_chance(self, record: ImportedPicture) -> None:
        """Give each digit the same chance to be in the sample.

        Vitter 1985, "Random sampling with a reservoir", ACM TOMS 11(1):37, algorithm R.
        """
        self._digits += 1
        slot = self._chance.randrange(self._digits)
        if self._digits > SAMPLE and slot >= SAMPLE:
            return
        prediction = Candidate.check(record, self.turn).recognise()
        chosen = Chosen(len(self.labels) - 1, prediction.digit, prediction.tile)
        if len(self._chosen) < SAMPLE:
            self._chosen.append(chosen)
        else:
            self._chosen[slot] = chosen

    def _sample(self) -> Sample:
        places = np.array([chosen.place for chosen in self._chosen], int)
        labels = np.array(self.labels, int)
        return Sample(
            tiles=[chosen.tile for chosen in self._chosen],
            answers=np.array([chosen.answer for chosen in self._chosen], int),
            labels=labels[places],
            before=np.roll(labels, 1)[places],
            after=np.roll(labels, -1)[places],
            is_turned=self.turn is not None,
        )


def hold_out_accuracy(classifier: Classifier) -> float:
    """The share, 0..1, that a version reads right of some digits of the hold-out."""
    tiles = load_tiles(settings.WEIGHTS_DIR / HOLDOUT)
    digits = tiles.take(tiles.y < NOT_A_DIGIT)
    some = digits.take(np.linspace(0, len(digits.y) - 1, HOLDOUT_SAMPLE).astype(int))
    prepared = [classifier.prepare(tile) for tile in from_bytes(some.x)]
    return float((answers_to(prepared, classifier) == some.y).mean())
