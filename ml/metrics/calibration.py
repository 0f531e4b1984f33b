"""How well a version's confidence fits its accuracy; its temperature and threshold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ml.inference.classifier import softmax
from ml.inference.networks import NOT_A_DIGIT

KEPT = 0.998  # of the validation's digits: of a thousand at most two are refused
THRESHOLDS = 1e-6, 1 - 1e-6  # the outermost: a card keeps six digits
BINS = 15  # as in Guo et al. 2017


class Bin(NamedTuple):
    """Answers of about the same confidence."""

    low: float  # the bin's edges
    high: float
    n: int
    confidence: float  # their mean
    accuracy: float


def calibrate(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """The temperature and the threshold that fit validation drawings.

    Logits (n, 10 or 11), labels (n,). The logits alone say what may be refused, so that
    comes first; the temperature fits the probabilities that digits then get. Letters
    that pass for digits would make it doubt the digits, which are what people draw.
    """
    lead, digits = refusal_lead(logits, labels), labels != NOT_A_DIGIT
    shifted = logits[digits]
    shifted[:, NOT_A_DIGIT:] -= lead
    temperature = fit_temperature(shifted, labels[digits])
    threshold = 1 / (1 + np.exp(-lead / temperature))
    return temperature, float(np.clip(threshold, *THRESHOLDS))


def refusal_lead(logits: np.ndarray, labels: np.ndarray) -> float:
    """The lead of the eleventh logit over all others from which a drawing is refused.

    Of the leads that refuse no more digits than KEPT allows, those that refuse the most
    non-digits; of these, those that refuse the fewest digits. They all decide the
    validation drawings alike, so the middle one is taken. Without non-digits it is 0.
    """
    if not (labels == NOT_A_DIGIT).any():
        return 0.0
    leads = logits[:, NOT_A_DIGIT] - logits[:, :NOT_A_DIGIT].max(axis=1)
    digits, others = np.sort(leads[labels != NOT_A_DIGIT]), leads[labels == NOT_A_DIGIT]
    may_be_refused = int(len(digits) * (1 - KEPT))
    refused = others[others > digits[-1 - may_be_refused]]
    if not refused.size:
        return float(digits[-1])
    kept = digits[digits < refused.min()]
    return float((kept[-1] + refused.min()) / 2)


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the smallest mean negative log-likelihood.

    Temperature scaling: Guo et al. 2017, arXiv 1706.04599. Logits (n, classes), labels
    (n,). The loss is a smooth curve of one number, so a fine grid, 0.2 to 5, will do.
    """
    grid = np.geomspace(0.2, 5, 161)
    return float(min(grid, key=lambda t: log_loss(softmax(logits / t), labels)))


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Mean negative log-likelihood, in nats."""
    of_labels = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(of_labels.clip(1e-12)).mean())


def calibration_bins(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = BINS
) -> list[Bin]:
    """Equally wide bins of the likeliest class's probability, without empty ones.

    Probabilities (n, classes), labels (n,).
    """
    return confidence_bins(
        probabilities.max(1), probabilities.argmax(1) == labels, bins
    )


def confidence_bins(
    confidence: np.ndarray, right: np.ndarray, bins: int = BINS
) -> list[Bin]:
    """Equally wide bins of answers' confidence (n,), without empty ones.

    `right` is bool (n,): whether each answer is.
    """
    places = _bin_of(confidence, bins)
    rows = []
    for place in np.unique(places).tolist():
        inside = places == place
        means = float(confidence[inside].mean()), float(right[inside].mean())
        rows.append(Bin(place / bins, (place + 1) / bins, int(inside.sum()), *means))
    return rows


def calibration_error(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = BINS
) -> float:
    """Expected calibration error of the likeliest class (Guo et al. 2017)."""
    rows = calibration_bins(probabilities, labels, bins)
    return mean_gap((row.n, row.confidence, row.accuracy) for row in rows)


def error_by_chance(
    confidence: np.ndarray, bins: int = BINS, draws: int = 400
) -> tuple[float, float]:
    """The calibration error of a reader that is right exactly as often as it says.

    It is not 0, since the drawings are a sample: its mean, and what it stays below in
    95 of 100 samples. `confidence` is (n,), or (conditions, n) where one drawing's
    pictures are right or wrong together; 0 stands for no answer, which does not count.
    """
    confidence = np.atleast_2d(confidence)
    rng, n = np.random.default_rng(0), np.count_nonzero(confidence)
    places = _bin_of(confidence, bins).ravel()
    errors = []
    for _ in range(draws):
        right = rng.random(confidence.shape[1]) < confidence
        gaps = np.bincount(places, (right - confidence).ravel(), bins)
        errors.append(np.abs(gaps).sum() / n)
    return float(np.mean(errors)), float(np.quantile(errors, 0.95))


def mean_gap(bins: Iterable[tuple[int, float, float]]) -> float:
    """The expected calibration error of bins (n, mean confidence, accuracy)."""
    bins = list(bins)
    total = sum(n for n, _, _ in bins)
    gaps = (
        abs(accuracy - confidence) * (n / total) for n, confidence, accuracy in bins
    )
    return float(sum(gaps))


def calibration_table(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = BINS
) -> list[dict]:
    """calibration_bins() as a report holds them."""
    return rounded_bins(calibration_bins(probabilities, labels, bins))


def rounded_bins(rows: Iterable[Bin]) -> list[dict]:
    """Bins as a report holds them."""
    return [
        {
            "from": round(row.low, 4),
            "to": round(row.high, 4),
            "n": row.n,
            "confidence": round(row.confidence, 5),
            "accuracy": round(row.accuracy, 5),
        }
        for row in rows
    ]


def _bin_of(confidence: np.ndarray, bins: int) -> np.ndarray:
    """Which of the equally wide bins each confidence falls into: int, same shape."""
    return np.minimum((confidence * bins).astype(int), bins - 1)
