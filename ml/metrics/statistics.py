"""How sure a measured share is, and whether two versions differ."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import numpy as np

Z = 1.959964  # standard deviations: 95 % of a normal distribution lie within


def wilson(right: int, n: int, z: float = Z) -> tuple[float, float]:
    """The interval, 95 % unless told, in which the true share lies, 0..1.

    Wilson 1927, JASA 22:209; it holds near 0 and 1, where `share +- z * error` does
    not (Newcombe 1998, Statistics in Medicine 17:857, method 3).
    """
    if n == 0:
        return 0.0, 1.0
    share, widening = right / n, 1 + z * z / n
    centre = (share + z * z / (2 * n)) / widening
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / widening
    return max(0.0, centre - half), min(1.0, centre + half)


def share(right: int, n: int) -> dict:
    """n, right, accuracy 0..1 and its 95 % interval."""
    low, high = wilson(right, n)
    accuracy = round(right / n, 5) if n else None
    low, high = round(low, 5), round(high, 5)
    return {"n": n, "right": right, "accuracy": accuracy, "low": low, "high": high}


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p: that chance alone parts two versions so far, on the same drawings.

    The counts are of the drawings that just one of the two read right. The exact form
    of McNemar's test (1947, Psychometrika 12:153): a binomial with p = 1/2 on those
    pairs (Fagerland et al. 2013, BMC Medical Research Methodology 13:91, equation 4).
    """
    n = only_first + only_second
    ways = tail = 1  # to choose k of n: exact integers, each from the one before
    for k in range(min(only_first, only_second)):
        ways = ways * (n - k) // (k + 1)
        tail += ways
    return min(1.0, 2 * tail / 2**n)


def calibration_table(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = 15
) -> list[dict]:
    """What ml.metrics.calibration.calibration_error sums up: a row for each bin in use.

    Probabilities (n, classes), labels (n,); the likeliest class, equally wide bins.
    """
    sure, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = np.minimum((sure * bins).astype(int), bins - 1)
    rows = []
    for i, (low, high) in enumerate(pairwise(np.linspace(0, 1, bins + 1))):
        if here := int((place == i).sum()):
            row = {"from": round(float(low), 4), "to": round(float(high), 4), "n": here}
            row["confidence"] = round(float(sure[place == i].mean()), 5)
            row["accuracy"] = round(float(right[place == i].mean()), 5)
            rows.append(row)
    return rows
