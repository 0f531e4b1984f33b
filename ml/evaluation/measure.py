"""Measure one version or compare two, on MNIST's test set and on people's drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from ml.data.mnist import load_mnist
from ml.evaluation.compare import compare_on_drawings, compare_on_mnist
from ml.evaluation.drawings import (
    Drawing,
    held_out_writers,
    is_composed,
    load_drawings,
)
from ml.evaluation.figures import drawings_figures, mnist_figures
from ml.evaluation.mistakes import Section, misread_drawings, misread_tiles
from ml.evaluation.number_mistakes import NumberSection, misread_numbers
from ml.evaluation.predictions import DrawingReader, Predictions, predict_all, progress
from ml.evaluation.renderer import (
    BadDrawings,
    choose_conditions,
    choose_sets,
    find_sets,
)
from ml.inference.classifier import Classifier
from ml.inference.version_files import VersionFiles
from ml.numbers.drawing_answer import DrawingAnswer
from ml.preprocessing.tile import from_bytes


@dataclass(frozen=True)
class Choice:
    """Which drawings of a folder to measure on, and under which conditions."""

    sets: str  # names with commas, or "all"
    conditions: str  # names with commas, "all" or "default"
    split: str
    held_out: Sequence[str]  # of these sets only the writers whom ml.train keeps apart
    halves: Sequence[str]  # of these sets of numbers two halves of writers, told apart
    limit: int  # drawings of a set; 0: all
    seed: int  # which drawings, and where on the page


@dataclass(frozen=True)
class Measurement:
    """What was measured on one kind of picture."""

    figures: dict  # of the first version
    mistakes: dict[str, Section]  # of the first version
    comparison: list[dict]  # of the first version with the second, if there is one
    chosen: dict = field(default_factory=dict)  # the names that a Choice stands for
    misread_numbers: dict[str, NumberSection] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadDrawings:
    """Drawings, and what each version predicts for them under each condition."""

    drawings: list[Drawing]
    conditions: list[str]
    predictions: list[Predictions]  # one for each version
    reader: DrawingReader
    chosen: dict  # the names that the Choice stands for


def measure_on_mnist(versions: Sequence[VersionFiles], path: Path) -> Measurement:
    """Measure one or two versions on the test set of an .npz in Keras's format.

    Raises BadVersion, BadData and FileNotFoundError.
    """
    test = load_mnist(path).test
    classifiers = [version.classifier() for version in versions]
    predictions = [predict_mnist(classifier, test.x) for classifier in classifiers]
    tiles = np.stack([mnist_tile(classifiers[0], digit) for digit in test.x])
    return Measurement(
        mnist_figures(test.y, predictions[0]),
        misread_tiles(tiles, test.y, predictions[0]),
        compare_on_mnist(test.y, *predictions) if len(versions) == 2 else [],
    )


def measure_on_drawings(
    versions: Sequence[Path], folder: Path, choice: Choice, workers: int | None = None
) -> Measurement:
    """Measure one or two versions, given by their folders, on drawings of `folder`.

    `workers` processes share the work (None: one a core). Raises BadDrawings.
    """
    read = read_drawings(versions, folder, choice, workers)
    of_all = read.drawings, read.conditions
    comparison: list[dict] = []
    if len(versions) == 2:
        comparison = compare_on_drawings(*of_all, *read.predictions)
    return Measurement(
        drawings_figures(*of_all, read.predictions[0]),
        misread_drawings(*of_all, read.predictions[0], read.reader),
        comparison,
        read.chosen,
        misread_numbers(*of_all, read.predictions[0], read.reader),
    )


def read_drawings(
    versions: Sequence[Path], folder: Path, choice: Choice, workers: int | None = None
) -> ReadDrawings:
    """Ask the versions for all drawings of a choice. Raises BadDrawings."""
    make_reader = partial(DrawingReader, versions, folder, choice.seed)
    reader, split = make_reader(), choice.split
    renderer = reader.renderer
    conditions = choose_conditions(renderer, choice.conditions)
    sets, sources = choose_sets(folder, split, choice.sets), find_sets(folder, split)
    named = [*sets, *sources] if is_composed(sets) else sets
    writers = held_out_writers(renderer, named, split, choice.held_out)
    drawings = load_drawings(
        *(renderer, sets, split, choice.limit, choice.seed, writers),
        halves=choice.halves,
        sources=sources,
    )
    if not drawings:
        raise BadDrawings(f"There are no drawings in {', '.join(sets)}.")
    counts = {name: len(held) for name, held in writers.items()}  # nobody is named
    predictions = predict_all(make_reader, drawings, conditions, workers)
    chosen = {"sets": sets, "conditions": conditions, "held_out": counts}
    return ReadDrawings(drawings, conditions, predictions, reader, chosen)


def predict_mnist(classifier: Classifier, digits: np.ndarray) -> Predictions:
    """Predictions, in one row, for MNIST's own digits, uint8 (n, 28, 28)."""
    answers = [
        DrawingAnswer(**vars(classifier.answer(mnist_tile(classifier, digit))))
        for digit in progress(digits, "MNIST", len(digits))
    ]
    return Predictions.from_answers(answers, (1, len(digits)))


def mnist_tile(classifier: Classifier, digit: np.ndarray) -> np.ndarray:
    """MNIST's digit is base's tile; for another network it is prepared like ink."""
    ink = from_bytes(digit)
    side = classifier.network.side
    return ink if ink.shape == (side, side) else classifier.prepare(ink)
