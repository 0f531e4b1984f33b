"""How sure an answer is, and when a drawing is no digit: two numbers per version."""

from __future__ import annotations

import numpy as np

from ml.inference.classifier import softmax
from ml.inference.networks import NOT_A_DIGIT

KEPT = 0.99  # of the validation's digits, distorted: of people's plain drawings, more


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the smallest mean negative log-likelihood.

    Temperature scaling: Guo et al. 2017, arXiv 1706.04599. Logits (n, classes), labels
    (n,). One number and a smooth curve: a fine enough grid, 0.2 to 5, is a search.
    """
    grid = np.geomspace(0.2, 5, 161)
    return float(min(grid, key=lambda t: log_loss(softmax(logits, t), labels)))


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Mean negative log-likelihood, in nats."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(right.clip(1e-12)).mean())


def choose_threshold(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """The lowest threshold for 'not a digit' that keeps its share of the digits.

    Probabilities (n, 11) and labels (n,). Never under 0.05, where noise begins, nor
    over 0.95. With ten classes it does not matter: 0.5.
    """
    if probabilities.shape[1] <= NOT_A_DIGIT:
        return 0.5
    refused = probabilities[labels != NOT_A_DIGIT, NOT_A_DIGIT]
    return float(np.quantile(refused, KEPT).clip(0.05, 0.95))


def calibration_error(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = 15
) -> float:
    """Expected calibration error of the likeliest class, equally wide bins."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(right[place == b].mean() - sure[place == b].mean()) * (place == b).mean()
        for b in np.unique(place)
    ]
    return float(sum(gaps))
