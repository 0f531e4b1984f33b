"""Answers -> figures: how many are right, how well calibrated, which mistakes."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ml.evaluation.predictions import ERROR, Predictions
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import calibration_error, error_by_chance
from ml.metrics.statistics import accuracy_figures

SURE = 0.9  # a wrong answer with such a confidence misleads
ANSWER_NAMES = [*"0123456789", "none", "error"]  # by answer; ERROR, -1, is the last


def score(truth: np.ndarray, predictions: Predictions) -> dict:
    """Figures of answers to digits; `truth` has the shape of `predictions.digits`.

    'Not a digit' and an error are wrong. Calibration leaves errors out.
    """
    answers, wrong = predictions.digits, predictions.digits != truth
    return {
        **accuracy_figures(int((~wrong).sum()), truth.size),
        **_calibration(truth, predictions),
        "sure_and_wrong": int((wrong & (predictions.confidence >= SURE)).sum()),
        "refused": int((answers == NOT_A_DIGIT).sum()),
        "errors": int((answers == ERROR).sum()),
        "confusions": confusions(truth[wrong], answers[wrong]),
    }


def confusions(drawn: np.ndarray, answered: np.ndarray) -> dict[str, int]:
    """ "drawn>answered" -> how often; the most frequent first."""
    pairs = zip(drawn, answered, strict=True)
    counts = Counter(f"{digit}>{ANSWER_NAMES[answer]}" for digit, answer in pairs)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def refusals(predictions: Predictions) -> dict:
    """Figures of answers to non-digits; an error is a refusal too."""
    answers = predictions.digits
    read = (answers != NOT_A_DIGIT) & (answers != ERROR)
    taken_for = Counter(str(answer) for answer in answers[read].tolist())
    return {
        **accuracy_figures(int((~read).sum()), answers.size),
        "sure_and_wrong": int((read & (predictions.confidence >= SURE)).sum()),
        "taken_for": dict(taken_for.most_common()),
    }


def _calibration(truth: np.ndarray, predictions: Predictions) -> dict:
    """The calibration error, and what it would be by chance; None without answers."""
    readable = predictions.digits != ERROR
    if not readable.any():
        return {"ece": None, "ece_by_chance": None}
    error = calibration_error(predictions.probabilities[readable], truth[readable])
    chance = error_by_chance(predictions.probabilities.max(-1))
    return {"ece": round(error, 5), "ece_by_chance": [round(e, 5) for e in chance]}
