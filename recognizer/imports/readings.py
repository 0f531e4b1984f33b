"""Other ways to read the files, in which their labels would be right.

They are the usual faults of a data set: pictures turned, labels that stand a drawing
too early or late, count from 1, or name the classes otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ml.inference.classifier import Classifier, decide_all
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.plausibility import is_below
from ml.metrics.statistics import mcnemar_one_sided
from recognizer.imports.turns import TURNS

CHANCE = 0.001  # that a reading fits so much better by chance: about ten are tried
MEND = "mend the labels and import again"
TURN_OTHERWISE = "take another option that turns them, or none"


@dataclass(frozen=True)
class Sample:
    """Digits of the files in the files' order, with their labels and answers."""

    tiles: list[np.ndarray]  # as the version saw them
    answers: np.ndarray  # int (n,)
    labels: np.ndarray  # int (n,)
    before: np.ndarray  # int (n,): the label of the drawing before
    after: np.ndarray  # int (n,): of the one after it
    is_turned: bool = False  # the tiles are not as they lie in the files

    @property
    def right(self) -> np.ndarray:
        return self.answers == self.labels


@dataclass(frozen=True)
class Reading:
    """A way to read the files: in words, how often it fits, what to do."""

    words: str
    share: float  # 0..1
    remedy: str


class Trial(NamedTuple):
    """A reading that is tried on a sample."""

    words: str
    remedy: str
    fits: np.ndarray  # bool (n,): where it makes answer and label agree


def better_reading(
    sample: Sample, classifier: Classifier, expected: float
) -> Reading | None:
    """The reading that fits best, if it does as one expects, and beyond chance."""
    trials = [*turned_trials(sample, classifier), *relabelled_trials(sample)]
    words, remedy, fits = max(trials, key=lambda trial: trial.fits.sum())
    gained, lost = int((fits & ~sample.right).sum()), int((sample.right & ~fits).sum())
    if mcnemar_one_sided(gained, lost) >= CHANCE:
        return None
    if is_below(int(fits.sum()), len(fits), expected):
        return None
    return Reading(words, float(fits.mean()), remedy)


def turned_trials(sample: Sample, classifier: Classifier) -> Iterator[Trial]:
    for option, turn in TURNS.items():
        tiles = [classifier.prepare(turn.turn(tile)) for tile in sample.tiles]
        fits = answers_to(tiles, classifier) == sample.labels
        remedy = (
            TURN_OTHERWISE
            if sample.is_turned
            else f"import them {turn.done} (--{option})"
        )
        yield Trial(turn.done.capitalize(), remedy, fits)


def relabelled_trials(sample: Sample) -> Iterator[Trial]:
    answers, labels = sample.answers, sample.labels
    yield Trial("With each label one drawing later", MEND, sample.before == answers)
    yield Trial("With each label one drawing earlier", MEND, sample.after == answers)
    yield Trial("With each label less by one", MEND, (labels - 1) % 10 == answers)
    yield Trial("With each label more by one", MEND, (labels + 1) % 10 == answers)
    names = class_names(sample)
    others = [f"{name} for {i}" for i, name in enumerate(names) if name != i]
    if len(set(names)) == len(names) and others:
        words = "With other names of classes (" + ", ".join(others) + ")"
        yield Trial(words, MEND, names[labels] == answers)


def class_names(sample: Sample) -> np.ndarray:
    """By label the digit that is answered most: int (10,); of no drawing, itself."""
    counts = np.zeros((10, NOT_A_DIGIT + 1), int)
    np.add.at(counts, (sample.labels, sample.answers), 1)
    digits = counts[:, :NOT_A_DIGIT]
    return np.where(digits.any(axis=1), digits.argmax(axis=1), np.arange(10))


def answers_to(tiles: list[np.ndarray], classifier: Classifier) -> np.ndarray:
    """int (n,): 0..9 or NOT_A_DIGIT."""
    return decide_all(classifier.probabilities(np.array(tiles)))
