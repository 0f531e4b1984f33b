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
from ml.inference.classifier import Classifier
from ml.inference.version_files import load_version
from ml.inference.workers import work
from ml.numbers.drawing_answer import DrawingAnswer, answer_drawing
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import PlacedInk, place_kept_ink

ERROR = -1  # no answer: Blank, or not a picture
CHUNK = 20  # drawings that a process takes at a time

Job = tuple[str, list[dict]]  # a condition, and samples as render() takes them


@dataclass(frozen=True)
class Predictions:
    """One version's predictions: a row for a condition, a column for a drawing."""

    digits: np.ndarray  # int: 0..9, NOT_A_DIGIT (a number's too) or ERROR
    numbers: np.ndarray  # str: what several digits are read as, or ""
    confidence: np.ndarray  # float32: the answer's probability; 0 where ERROR
    probabilities: np.ndarray  # float32 (conditions, drawings, classes); 0 where ERROR
    several_digits: np.ndarray  # bool: also where which ones is in doubt
    other_signs: np.ndarray  # bool: a sign, a point or a letter among digits

    @classmethod
    def from_answers(
        cls, answers: Sequence[DrawingAnswer | None], shape: tuple[int, int]
    ) -> Predictions:
        """Answers in the order of conditions, then drawings; `shape` counts both."""
        rows = [answer.probabilities for answer in answers if answer]
        classes = len(rows[0]) if rows else 1
        probabilities = np.zeros((len(answers), classes), np.float32)
        for i, answer in enumerate(answers):
            if answer:
                probabilities[i] = answer.probabilities
        facts = [_facts(answer) for answer in answers]
        digits, numbers, confidence, several, signs = zip(*facts, strict=True)
        return cls(
            np.array(digits).reshape(shape),
            np.array(numbers).reshape(shape),
            np.array(confidence, np.float32).reshape(shape),
            probabilities.reshape(*shape, classes),
            np.array(several).reshape(shape),
            np.array(signs).reshape(shape),
        )

    def of_drawings(self, columns: np.ndarray) -> Predictions:
        """The predictions for the drawings where `columns` (drawings,) is true."""
        return Predictions(*(array[:, columns] for array in vars(self).values()))

    def under(self, row: int) -> Predictions:
        """The predictions under one condition; the arrays lose their first axis."""
        return Predictions(*(array[row] for array in vars(self).values()))


class DrawingReader:
    """The versions and the renderer, loaded once in a process."""

    def __init__(self, versions: Sequence[Path], renderer: Path, seed: int):
        self.classifiers: list[Classifier] = [load_version(path) for path in versions]
        self.renderer = load_renderer(renderer)
        self.seed = seed

    def __call__(self, job: Job) -> list[list[DrawingAnswer | None]]:
        """For each sample, each version's answer; None where no ink can be read."""
        condition, samples = job
        return [self.answers(sample, condition) for sample in samples]

    def answers(self, sample: dict, condition: str) -> list[DrawingAnswer | None]:
        placed = self.ink(sample, condition)
        if placed is None:
            return [None] * len(self.classifiers)
        return [answer_drawing(placed, version) for version in self.classifiers]

    def picture(self, sample: dict, condition: str) -> bytes:
        make = photograph if condition in KINDS else self.renderer.render
        return make(sample, condition, self.seed)

    def ink(self, sample: dict, condition: str) -> PlacedInk | None:
        try:
            return place_kept_ink(self.picture(sample, condition))
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
    rows: list[list[DrawingAnswer | None]] = []
    for chunk in progress(work(make_reader, jobs, workers), "drawings", len(jobs)):
        rows += chunk
    shape = len(conditions), len(drawings)
    return [
        Predictions.from_answers(answers, shape) for answers in zip(*rows, strict=True)
    ]


def _facts(answer: DrawingAnswer | None) -> tuple[int, str, float, bool, bool]:
    """Of an answer, what Predictions have: digit, number, confidence, and the rest."""
    if answer is None:
        return ERROR, "", 0.0, False, False
    confidence = answer.confidence
    if answer.number and answer.number_confidence is not None:
        confidence = answer.number_confidence
    signs = answer.several_digits, answer.other_signs
    return answer.digit, answer.number, confidence, *signs


def progress(items: Iterable, title: str, total: int) -> Iterable:
    """The items, with a progress bar on stderr."""
    from tqdm import tqdm

    return tqdm(items, desc=title, total=total, smoothing=0.05)
