"""Pens' labels to doubt: wrong ones, half characters, letters that look like digits.

Confident learning over all eleven classes would doubt the odd digits too, which a
network most needs as counter-examples to 'not a digit': crossed 7s, slashed 0s, hooked
2s. So a digit is judged among the ten digits, and what its writer does by habit counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.confident_learning import suspects, thresholds

HABIT = 0.5  # share of a writer's other samples of a digit that are misread too


def doubtful(
    probabilities: np.ndarray, labels: np.ndarray, writers: Sequence[str]
) -> dict[int, int]:
    """Rows whose label is probably wrong, each with the class that it looks like.

    Probabilities (n, 11) of a network that has seen none of the row's writer; labels
    (n,), 0..NOT_A_DIGIT; n writers.
    """
    by_habit = _by_habit(probabilities.argmax(1) != labels, labels, writers)
    found = _digits(probabilities, labels)
    doubts = {row: looks for row, looks in found.items() if not by_habit[row]}
    rows, looks, _ = suspects(probabilities, labels)
    are_others = labels[rows] == NOT_A_DIGIT
    return doubts | _pairs(rows[are_others], looks[are_others])


def _digits(probabilities: np.ndarray, labels: np.ndarray) -> dict[int, int]:
    """Digits that look like another, and those that look like none.

    These only where, among the digits too, another is likelier than the label.
    """
    digits = np.flatnonzero(labels < NOT_A_DIGIT)
    among_ten = probabilities[digits, :NOT_A_DIGIT]
    among_ten = among_ten / among_ten.sum(axis=1, keepdims=True).clip(1e-30)
    wrong, looks, _ = suspects(among_ten, labels[digits])
    is_none = (
        probabilities[digits, NOT_A_DIGIT]
        >= thresholds(probabilities, labels)[NOT_A_DIGIT]
    )
    none = digits[is_none & (among_ten.argmax(1) != labels[digits])]
    return _pairs(digits[wrong], looks) | dict.fromkeys(none.tolist(), NOT_A_DIGIT)


def _by_habit(
    misread: np.ndarray, labels: np.ndarray, writers: Sequence[str]
) -> np.ndarray:
    """Rows (n,) of people whose other samples of that digit are misread as well."""
    names = [f"{writer} {label}" for writer, label in zip(writers, labels, strict=True)]
    _, group = np.unique(names, return_inverse=True)
    others = np.bincount(group)[group] - 1
    others_misread = np.bincount(group, weights=misread)[group] - misread
    return (others > 0) & (others_misread >= HABIT * others)


def _pairs(rows: np.ndarray, classes: np.ndarray) -> dict[int, int]:
    return dict(zip(rows.tolist(), classes.tolist(), strict=True))
