"""Ask versions about drawings, from a picture's bytes on, as serving does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.evaluation.drawings import Drawing, load_renderer
from ml.inference.classifier import Answer, Classifier
from ml.inference.version_files import load_version
from ml.inference.workers import work
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_ink

ERROR = -1  # no answer: Blank, or not a picture
CHUNK = 20  # drawings that a process takes at a time

Job = tuple[str, list[dict]]  # a condition, and samples as render() takes them
Bar = Callable[[Iterable, int], Iterable]  # shows progress; as tqdm(iterable, total=)


@dataclass(frozen=True)
class Answers:
    """What one version said: a row for each condition, a column for each drawing."""

    digits: np.ndarray  # int: 0..9, NOT_A_DIGIT or ERROR
    confidence: np.ndarray  # float32: the probability of `digits`; 0 where ERROR
    probabilities: np.ndarray  # float32 (conditions, drawings, classes); 0 where ERROR


class Asker:
    """The versions and the renderer, loaded once in a process."""

    def __init__(self, versions: Sequence[Path], renderer: Path, seed: int):
        self.classifiers: list[Classifier] = [load_version(one) for one in versions]
        self.renderer = load_renderer(renderer)
        self.seed = seed

    def __call__(self, job: Job) -> list[list[Answer | None]]:
        """For each sample, each version's answer; None where there is no ink to see."""
        condition, samples = job
        return [self.ask(sample, condition) for sample in samples]

    def ask(self, sample: dict, condition: str) -> list[Answer | None]:
        ink = self.ink(sample, condition)
        if ink is None:
            return [None] * len(self.classifiers)
        return [one.answer(one.prepare(ink)) for one in self.classifiers]

    def ink(self, sample: dict, condition: str) -> np.ndarray | None:
        try:
            return read_ink(self.renderer.render(sample, condition, self.seed))
        except (BadImage, Blank):
            return None


def ask_all(
    make: Callable[[], Asker],
    drawings: Sequence[Drawing],
    conditions: Sequence[str],
    *,
    workers: int | None = None,
    bar: Bar = lambda iterable, total: iterable,
) -> list[Answers]:
    """Every version's answers to every drawing under every condition.

    `make` is called once in each of `workers` processes (None: one a core; 1: here).
    """
    samples = [drawing.sample for drawing in drawings]
    jobs = [
        (condition, samples[i : i + CHUNK])
        for condition in conditions
        for i in range(0, len(samples), CHUNK)
    ]
    answers: list[list[Answer | None]] = []
    for some in bar(work(make, jobs, workers), len(jobs)):
        answers += some
    shape = len(conditions), len(drawings)
    return [table(column, shape) for column in zip(*answers, strict=True)]


def table(answers: Sequence[Answer | None], shape: tuple[int, int]) -> Answers:
    """Answers in the order of conditions, then drawings; `shape` counts both."""
    classes = max((len(one.probabilities) for one in answers if one), default=1)
    digits = np.full(len(answers), ERROR)
    confidence = np.zeros(len(answers), np.float32)
    probabilities = np.zeros((len(answers), classes), np.float32)
    for i, one in enumerate(answers):
        if one:
            digits[i], confidence[i] = one.digit, one.confidence
            probabilities[i] = one.probabilities
    return Answers(
        digits.reshape(shape),
        confidence.reshape(shape),
        probabilities.reshape(*shape, classes),
    )
