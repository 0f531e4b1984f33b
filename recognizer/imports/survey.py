"""A sample of all pictures, before one is kept: can their labels be true?"""

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
from recognizer.imports.records import EVERYTHING, ImportedPicture
from recognizer.imports.turns import Turn
from recognizer.versions.predictor import Serving, predictor

SAMPLE = 400  # labelled digits, chosen by chance, that the version is asked about
OF_A_SOURCE = 60  # of each file or folder, so that a wrong one among good ones shows
HOLDOUT_SAMPLE = 1_000  # digits of the hold-out, which say what is to be expected


@dataclass(frozen=True)
class Agreement:
    """How often the promoted version's answers are a source's labels."""

    source: str
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


def doubtful_sources(agreements: Iterable[Agreement]) -> set[str]:
    """The sources, perhaps EVERYTHING, whose labels must not train yet."""
    return {row.source for row in agreements if row.is_doubtful}


class SampledDigit(NamedTuple):
    """A labelled digit of a sample, and the answer to it."""

    place: int  # among the labels of all files
    answer: int
    tile: np.ndarray  # as the version saw it


class SampledNumber(NamedTuple):
    """A labelled number of a sample that the version has read as a number, too."""

    is_right: bool


class Reservoir:
    """A sample of what is offered, each with the same chance to be in it.

    Vitter 1985, "Random sampling with a reservoir", ACM TOMS 11(1):37, algorithm R.
    """

    def __init__(self, size: int):
        self.chosen: list[SampledDigit | SampledNumber] = []
        self._size, self._offered = size, 0
        self._chance = random.Random(0)  # noqa: S311  # no secret

    def slot(self) -> int | None:
        """Where the next one that is offered is to be put, if it is chosen."""
        self._offered += 1
        if self._offered <= self._size:
            return len(self.chosen)
        slot = self._chance.randrange(self._offered)
        return slot if slot < len(self.chosen) else None

    def put(self, slot: int, chosen: SampledDigit | SampledNumber) -> None:
        self.chosen[slot : slot + 1] = [chosen]


@dataclass
class Survey:
    """The labels of all files, and samples of what they are of."""

    turn: Turn | None = None
    labels: list[int] = field(default_factory=list)  # in the files' order
    _samples: dict[str, Reservoir] = field(  # by source
        default_factory=lambda: {EVERYTHING: Reservoir(SAMPLE)}
    )

    def look_at(self, record: ImportedPicture) -> None:
        """Raises NoVersion (recognizer.versions.predictor)."""
        if record.label is None:
            return
        label = record.label
        self.labels.append(NOT_A_DIGIT if isinstance(label, str) else label)
        if record.label != NOT_A_DIGIT:  # whether an O is one is a matter of opinion
            with suppress(BadImage, Blank):
                self._choose_by_chance(record)

    def agreements(self) -> list[Agreement]:
        """Compare answers and labels, of EVERYTHING first, then of each source.

        Raises NoVersion.
        """
        serving = predictor.serving()
        expected = hold_out_accuracy(serving.classifier)
        samples = self._samples if len(self._samples) > 2 else [EVERYTHING]
        return [self._agreement(source, serving, expected) for source in samples]

    def _agreement(self, source: str, serving: Serving, expected: float) -> Agreement:
        chosen = self._samples[source].chosen
        sample = self._sample([row for row in chosen if isinstance(row, SampledDigit)])
        numbers = [row.is_right for row in chosen if isinstance(row, SampledNumber)]
        right = int(sample.right.sum()) + sum(numbers)
        n = len(sample.labels) + len(numbers)
        reading = None
        if is_below(right, n, expected) and len(sample.labels):
            reading = better_reading(sample, serving.classifier, expected)
        return Agreement(source, str(serving.version), right, n, expected, reading)

    def _choose_by_chance(self, record: ImportedPicture) -> None:
        """Ask the version about the picture if it is in one of its samples.

        A number that is 'not a digit' to it says nothing of its label: it is hard.
        """
        of_source = self._samples.setdefault(record.source, Reservoir(OF_A_SOURCE))
        samples = {id(s): s for s in (self._samples[EVERYTHING], of_source)}.values()
        slots = [(sample, sample.slot()) for sample in samples]
        if all(slot is None for _, slot in slots):
            return
        prediction = Candidate.check(record, self.turn).recognise()
        chosen: SampledDigit | SampledNumber
        if not isinstance(record.label, str):
            place = len(self.labels) - 1
            chosen = SampledDigit(place, prediction.digit, prediction.tile)
        elif prediction.number or prediction.digit != NOT_A_DIGIT:
            chosen = SampledNumber(prediction.number == record.label)
        else:
            return
        for sample, slot in slots:
            if slot is not None:
                sample.put(slot, chosen)

    def _sample(self, chosen: list[SampledDigit]) -> Sample:
        places = np.array([row.place for row in chosen], int)
        labels = np.array(self.labels, int)
        return Sample(
            tiles=[row.tile for row in chosen],
            answers=np.array([row.answer for row in chosen], int),
            labels=labels[places],
            before=np.roll(labels, 1)[places],
            after=np.roll(labels, -1)[places],
            is_turned=self.turn is not None,
        )


def hold_out_accuracy(classifier: Classifier) -> float:
    """The share, 0..1, that a version reads right of some digits of the hold-out."""
    tiles = load_tiles(settings.WEIGHTS_DIR / HOLDOUT)
    digits = tiles.take(tiles.y < NOT_A_DIGIT)
    rows = np.linspace(0, len(digits.y) - 1, HOLDOUT_SAMPLE).astype(int)
    sample = digits.take(rows)
    prepared = [*from_bytes(sample.x)]
    if not classifier.network.sees_mnist_tile:
        prepared = [classifier.prepare(tile) for tile in prepared]
    return float((answers_to(prepared, classifier) == sample.y).mean())
