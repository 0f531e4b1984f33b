"""Predictions -> figures of numbers: whole numbers right, by set, length, condition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.evaluation.drawings import NUMBERS, Drawing, columns_by_title, columns_of
from ml.evaluation.predictions import Predictions
from ml.evaluation.scores import is_read, number_score
from ml.metrics.calibration import confidence_bins, rounded_bins
from ml.metrics.statistics import accuracy_figures

SPANS = ((6, 8), (9, 12), (13, 1000))  # digits: of shorter numbers each length alone


def numbers_figures(
    drawings: Sequence[Drawing], conditions: Sequence[str], predictions: Predictions
) -> dict:
    """Everything that the report says of one version's predictions for numbers.

    `sets` has a row for each set, and each half of one, and condition; `lengths` for
    each length too. `all` is the score of all sets under all conditions, `calibration`
    has bins of confidence.
    """
    predictions = predictions.of_drawings(columns_of(drawings, NUMBERS))
    numbers = [drawing for drawing in drawings if drawing.kind == NUMBERS]
    labels = np.array([number.label for number in numbers])
    sets, lengths = [], []
    for title, of_set in _sets_and_halves(numbers).items():
        answers = predictions.of_drawings(of_set)
        for row, condition in enumerate(conditions):
            about = {"set": title, "condition": condition}
            scores = number_score(labels[of_set], answers.under(row))
            sets.append({**about, **scores})
            right = answers.under(row).numbers == labels[of_set]
            lengths += [{**about, **part} for part in _lengths(labels[of_set], right)]
    over_all = np.broadcast_to(labels, predictions.numbers.shape)
    return {
        "sets": sets,
        "lengths": lengths,
        "all": number_score(over_all, predictions),
        "calibration": _calibration(labels, predictions),
    }


def length_name(length: int) -> str:
    """ "4", "6 - 8": the digits of a number, the longer ones in spans."""
    for low, high in SPANS:
        if low <= length <= high:
            return f"{low} - {high}" if high < SPANS[-1][1] else f"{low} and more"
    return str(length)


def _sets_and_halves(numbers: Sequence[Drawing]) -> dict[str, np.ndarray]:
    """By name each set's columns, bool (n,), then those of its halves, if any."""
    by_title = columns_by_title(numbers, NUMBERS)
    parts: dict[str, np.ndarray] = {}
    for name in dict.fromkeys(number.set for number in numbers):
        parts[name] = np.array([number.set == name for number in numbers])
        parts |= {
            title: columns
            for title, columns in by_title.items()
            if title.startswith(f"{name}, ")
        }
    return parts


def _lengths(labels: np.ndarray, right: np.ndarray) -> list[dict]:
    """How many numbers of each length are right; `right` is bool (n,)."""
    lengths = np.char.str_len(labels)
    names = np.array([length_name(length) for length in lengths.tolist()])
    in_order = [names[i] for i in np.argsort(lengths, kind="stable")]
    rows = []
    for name in dict.fromkeys(in_order):
        of_length = right[names == name]
        counts = accuracy_figures(int(of_length.sum()), of_length.size)
        rows.append({"length": str(name), **counts})
    return rows


def _calibration(labels: np.ndarray, predictions: Predictions) -> list[dict]:
    """Of what is read as anything: how often it is right, by its confidence."""
    read = is_read(predictions)
    right = predictions.numbers == labels
    return rounded_bins(confidence_bins(predictions.confidence[read], right[read]))
