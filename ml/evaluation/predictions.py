"""What versions predict for drawings, from a picture's bytes on, as serving does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.evaluation.drawings import Drawing
from ml.evaluation.photographs.compose import photograph
from ml.evaluation.photographs.kinds import KINDS
from ml.evaluation.renderer import load_renderer
from ml.inference.classifier import Answer, Classifier
from ml.inference.version_files import load_version
from ml.inference.workers import work
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_ink

ERROR = -1  # no answer: Blank, or not a picture
CHUNK = 20  # drawings that a process takes at a time

Job = tuple[str, list[dict]]  # a condition, and samples as render() takes them


@dataclass(frozen=True)
class Predictions:
    """One version's predictions: a row for a condition, a column for a drawing."""

    digits: np.ndarray  # int: 0..9, NOT_A_DIGIT or ERROR
    confidence: np.ndarray  # float32: the probability of `digits`; 0 where ERROR
    probabilities: np.ndarray  # float32 (conditions, drawings, classes); 0 where ERROR

    @classmethod
    def from_answers(
        cls, answers: Sequence[Answer | None], shape: tuple[int, int]
    ) -> Predictions:
        """Answers in the order of conditions, then drawings; `shape` counts both."""
        rows = [answer.probabilities for answer in answers if answer]
        classes = len(rows[0]) if rows else 1
        digits = np.full(len(answers), ERROR)
        confidence = np.zeros(len(answers), np.float32)
        probabilities = np.zeros((len(answers), classes), np.float32)
        for i, answer in enumerate(answers):
            if answer:
                digits[i], confidence[i] = answer.digit, answer.confidence
                probabilities[i] = answer.probabilities
        return cls(
            digits.reshape(shape),
            confidence.reshape(shape),
            probabilities.reshape(*shape, classes),
        )

    def of_drawings(self, columns: np.ndarray) -> Predictions:
        """The predictions for the drawings where `columns` (drawings,) is true."""
        return Predictions(
            self.digits[:, columns],
            self.confidence[:, columns],
            self.probabilities[:, columns],
        )

    def under(self, row: int) -> Predictions:
        """The predictions under one condition; the arrays lose their first axis."""
        return Predictions(
            self.digits[row], self.confidence[row], self.probabilities[row]
        )


class DrawingReader:
    """The versions and the renderer, loaded once in a process."""

    def __init__(self, versions: Sequence[Path], renderer: Path, seed: int):
        self.classifiers: list[Classifier] = [load_version(path) for path in versions]
        self.renderer = load_renderer(renderer)
        self.seed = seed

    def __call__(self, job: Job) -> list[list[Answer | None]]:
        """For each sample, each version's answer; None where no ink can be read."""
        condition, samples = job
        return [self.answers(sample, condition) for sample in samples]

    def answers(self, sample: dict, condition: str) -> list[Answer | None]:
        ink = self.ink(sample, condition)
        if ink is None:
            return [None] * len(self.classifiers)
        return [version.answer(version.prepare(ink)) for version in self.classifiers]

    def picture(self, sample: dict, condition: str) -> bytes:
        make = photograph if condition in KINDS else self.renderer.render
        return make(sample, condition, self.seed)

    def ink(self, sample: dict, condition: str) -> np.ndarray | None:
        try:
            return read_ink(self.picture(sample, condition))
        except (BadImage, Blank):
            return None


def predict_all(
    make_reader: Callable[[], DrawingReader],
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    workers: int | None = None,
) -> list[Predictions]:
    """Every version's predictions for every drawing under every condition.

    `make_reader` is called once in each of `workers` processes (None: one a core; 1:
    here).
    """
    samples = [drawing.sample for drawing in drawings]
    jobs = [
        (condition, samples[start : start + CHUNK])
        for condition in conditions
        for start in range(0, len(samples), CHUNK)
    ]
    rows: list[list[Answer | None]] = []
    for chunk in progress(work(make_reader, jobs, workers), "drawings", len(jobs)):
        rows += chunk
    shape = len(conditions), len(drawings)
    return [
        Predictions.from_answers(answers, shape) for answers in zip(*rows, strict=True)
    ]


def progress(items: Iterable, title: str, total: int) -> Iterable:
    """The items, with a progress bar on stderr."""
    from tqdm import tqdm

    return tqdm(items, desc=title, total=total, smoothing=0.05)
