"""Predictions -> the figures of MNIST, of each set and condition, and over all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from ml.evaluation.drawings import (
    DIGITS,
    NOT_DIGITS,
    NUMBERS,
    Drawing,
    columns_by_title,
    columns_of,
)
from ml.evaluation.number_figures import numbers_figures
from ml.evaluation.predictions import ERROR, Predictions
from ml.evaluation.scores import refusals, score
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import calibration_table
from ml.metrics.statistics import accuracy_figures


def mnist_figures(labels: np.ndarray, predictions: Predictions) -> dict:
    """MNIST's test set: score(), over the ten digits alone, and each digit's recall.

    `predictions` has one row, as if MNIST were drawings under one condition.
    """
    truth = labels.astype(int)[None]
    ten = predictions.probabilities[..., :NOT_A_DIGIT].argmax(-1)
    right = predictions.digits == truth
    recall = {
        str(digit): round(float(right[truth == digit].mean()), 5)
        for digit in np.unique(truth)
    }
    ten_digits = accuracy_figures(int((ten == truth).sum()), truth.size)
    return {**score(truth, predictions), "ten_digits": ten_digits, "recall": recall}


def drawings_figures(
    drawings: Sequence[Drawing], conditions: Sequence[str], predictions: Predictions
) -> dict:
    """Everything that the report says of one version's predictions for drawings."""
    figures: dict = {
        "sets": _set_rows(drawings, conditions, predictions),
        "not_digits": _group_rows(drawings, conditions, predictions),
    }
    if columns_of(drawings, NUMBERS).any():
        figures["numbers"] = numbers_figures(drawings, conditions, predictions)
    truth = np.array([drawing.digit for drawing in drawings])
    digits = truth != NOT_A_DIGIT
    if digits.any():
        of_digits = predictions.of_drawings(digits)
        figures["by_set"] = _by_set(drawings, predictions)
        figures |= _over_sets(truth[digits], conditions, of_digits)
        figures |= summary(figures["sets"], conditions)
    return figures


def summary(set_rows: Iterable[dict], conditions: Sequence[str]) -> dict:
    """Means in which every set counts alike; the worst set and condition."""
    by_condition, by_set = defaultdict(list), defaultdict(list)
    for row in set_rows:
        by_condition[row["condition"]].append(row["accuracy"])
        by_set[row["set"]].append(row["accuracy"])
    condition_means, set_means = _means(by_condition), _means(by_set)
    mean = float(np.mean([condition_means[name] for name in conditions]))
    return {
        "mean_by_condition": condition_means,
        "mean_by_set": set_means,
        "mean": round(mean, 5),
        "worst_condition": min(condition_means, key=condition_means.__getitem__),
        "worst_set": min(set_means, key=set_means.__getitem__),
    }


def _means(accuracies: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(row)), 5) for name, row in accuracies.items()}


def _set_rows(
    drawings: Sequence[Drawing], conditions: Sequence[str], predictions: Predictions
) -> list[dict]:
    """The score of each set's digits under each condition."""
    truth = np.array([drawing.digit for drawing in drawings])
    rows = []
    for name, columns in columns_by_title(drawings, DIGITS).items():
        of_set = predictions.of_drawings(columns)
        for i, condition in enumerate(conditions):
            figures = score(truth[columns], of_set.under(i))
            rows.append({"set": name, "condition": condition, **figures})
    return rows


def _by_set(
    drawings: Sequence[Drawing], predictions: Predictions
) -> dict[str, dict[str, dict]]:
    """Each set's score under the first condition, "first", and over "all" of them."""
    truth = np.array([drawing.digit for drawing in drawings])
    scores = {}
    for name, columns in columns_by_title(drawings, DIGITS).items():
        of_set = predictions.of_drawings(columns)
        first = score(truth[columns], of_set.under(0))
        scores[name] = {"first": first, "all": _over_all(truth[columns], of_set)}
    return scores


def _over_all(truth: np.ndarray, predictions: Predictions) -> dict:
    """The score of all conditions' answers to drawings (n,)."""
    return score(np.broadcast_to(truth, predictions.digits.shape), predictions)


def _group_rows(
    drawings: Sequence[Drawing], conditions: Sequence[str], predictions: Predictions
) -> list[dict]:
    """How often each group of what is no digit is refused under each condition."""
    rows = []
    for group, columns in columns_by_title(drawings, NOT_DIGITS).items():
        for i, condition in enumerate(conditions):
            figures = refusals(predictions.of_drawings(columns).under(i))
            rows.append({"group": group, "condition": condition, **figures})
    return rows


def _over_sets(
    truth: np.ndarray, conditions: Sequence[str], predictions: Predictions
) -> dict:
    """All digits together: by condition, and over all conditions with calibration."""
    rows = [
        {"condition": condition, **score(truth, predictions.under(i))}
        for i, condition in enumerate(conditions)
    ]
    over_all = _over_all(truth, predictions)
    truth = np.broadcast_to(truth, predictions.digits.shape)
    readable = predictions.digits != ERROR
    digits, counts = np.unique(truth, return_counts=True)
    drawn = dict(zip(map(str, digits), counts.tolist(), strict=True))
    return {
        "conditions": rows,
        "first": rows[0],
        "all": {**over_all, "drawn": drawn},
        "calibration": calibration_table(
            predictions.probabilities[readable], truth[readable]
        ),
    }
