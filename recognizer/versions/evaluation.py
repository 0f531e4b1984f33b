"""How well a version reads drawings or tiles: counts of parts, and their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ml.inference.classifier import decide_all
from ml.metrics.calibration import calibration_bins, mean_gap
from ml.metrics.statistics import accuracy_figures
from recognizer.models import Digit

BINS = 10  # of the answers' confidence
MILLION = (
    1_000_000  # a confidence is counted in millionths: whole numbers add up exactly
)


def count_answers(
    name: str, probabilities: np.ndarray, labels: np.ndarray
) -> Counter[str]:
    """Of the set `name`: which label was read as what, and the bins of confidence.

    Probabilities (n, 11), labels (n,), of which there is at least one.
    """
    counts: Counter[str] = Counter()
    for label, digit in zip(labels.tolist(), decide_all(probabilities), strict=True):
        counts[f"{name}: {label} as {digit}"] += 1
    for row in calibration_bins(probabilities, labels, BINS):
        place = f"{name}: bin {round(row.low * BINS)}"
        counts[place] = row.n
        counts[f"{place}, right"] = round(row.n * row.accuracy)
        counts[f"{place}, confidence"] = round(row.n * row.confidence * MILLION)
    return counts


def figures_of(name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Accuracy and recall with their intervals, confusions and calibration of a set.

    `recall` and `confusion` have a row for each class, 0 to 10.
    """
    confusion = [
        [counts.get(f"{name}: {label} as {digit}", 0) for digit in Digit]
        for label in Digit
    ]
    right = [confusion[digit][digit] for digit in Digit]
    bins = [*_bins(name, counts)]
    error = mean_gap((row["n"], row["confidence"], row["accuracy"]) for row in bins)
    return {
        "name": name,
        **accuracy_figures(sum(right), sum(map(sum, confusion))),
        "recall": [
            accuracy_figures(right[digit], sum(confusion[digit])) for digit in Digit
        ],
        "confusion": confusion,
        "calibration": bins,
        "calibration_error": round(error, 5),
    }


def _bins(name: str, counts: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for place in range(BINS):
        key = f"{name}: bin {place}"
        if n := counts.get(key, 0):
            yield {
                "from": place / BINS,
                "to": (place + 1) / BINS,
                "n": n,
                "confidence": round(counts[f"{key}, confidence"] / n / MILLION, 5),
                "accuracy": round(counts[f"{key}, right"] / n, 5),
            }
