"""Answers -> figures: how many are right, how well calibrated, which mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ml.evaluation.drawings import DIGITS, NUMBERS, Drawing
from ml.evaluation.predictions import ERROR, Predictions
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import calibration_error, error_by_chance
from ml.metrics.statistics import accuracy_figures

SURE = 0.9  # a wrong answer with such a confidence misleads
ANSWER_NAMES = [*"0123456789", "none", "error"]  # by answer; ERROR, -1, is the last
AS_NUMBER = "number"  # stands for every number that a digit was read as
NUMBER_COUNTS = (  # of number_score(), besides n and right
    *("misread", "as_digit", "doubtful", "other_signs", "refused", "errors"),
    "sure_and_wrong",
)


def right_answers(drawings: Sequence[Drawing], predictions: Predictions) -> np.ndarray:
    """Which answers are right: bool (conditions, n).

    Of a number it is right with every digit. What is no digit is refused, or cannot be
    read.
    """
    kinds = np.array([drawing.kind for drawing in drawings])
    digits = np.array([drawing.digit for drawing in drawings])
    numbers = np.array([drawing.label for drawing in drawings])
    return np.select(
        [kinds == DIGITS, kinds == NUMBERS],
        [predictions.digits == digits, predictions.numbers == numbers],
        ~is_read(predictions),
    )


def are_numbers(drawings: Sequence[Drawing], predictions: Predictions) -> np.ndarray:
    """Which drawings are numbers, or wrongly read as one: bool (n,)."""
    taken = ~right_answers(drawings, predictions) & (predictions.numbers != "")
    kinds = np.array([drawing.kind for drawing in drawings])
    return (kinds == NUMBERS) | taken.any(axis=0)


def is_read(predictions: Predictions) -> np.ndarray:
    """Which answers are a digit or a number: bool of the predictions' shape."""
    answers = predictions.digits
    is_digit = (answers != NOT_A_DIGIT) & (answers != ERROR)
    return is_digit | (predictions.numbers != "")


def answer_names(predictions: Predictions) -> np.ndarray:
    """ "7", "42", "none" or "error" for each answer: str of the predictions' shape."""
    names = np.array(ANSWER_NAMES)[predictions.digits]
    return np.where(predictions.numbers != "", predictions.numbers, names)


def score(truth: np.ndarray, predictions: Predictions) -> dict:
    """Figures of answers to digits; `truth` has the shape of `predictions.digits`.

    'Not a digit', a number and an error are wrong. Calibration, of the eleven
    probabilities, leaves errors out.
    """
    answers, wrong = predictions.digits, predictions.digits != truth
    is_number = predictions.numbers != ""
    whole = predictions.probabilities.argmax(-1)  # as if no number were looked for
    changed = (answers != ERROR) & ((whole != answers) | is_number)
    names = np.where(is_number, AS_NUMBER, answer_names(predictions))
    return {
        **accuracy_figures(int((~wrong).sum()), truth.size),
        **_calibration(truth, predictions),
        "sure_and_wrong": int((wrong & (predictions.confidence >= SURE)).sum()),
        "refused": int(((answers == NOT_A_DIGIT) & ~is_number).sum()),
        "as_number": int(is_number.sum()),
        "changed": int(changed.sum()),
        "lost": int((changed & (whole == truth)).sum()),
        "errors": int((answers == ERROR).sum()),
        "confusions": confusions(truth[wrong], names[wrong]),
    }


def confusions(drawn: np.ndarray, answered: np.ndarray) -> dict[str, int]:
    """ "drawn>answered" -> how often; the most frequent first."""
    pairs = zip(drawn, answered, strict=True)
    counts = Counter(f"{digit}>{answer}" for digit, answer in pairs)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def refusals(predictions: Predictions) -> dict:
    """Figures of answers to non-digits; an error is a refusal too."""
    read = is_read(predictions)
    taken_for = Counter(answer_names(predictions)[read].tolist())
    return {
        **accuracy_figures(int((~read).sum()), read.size),
        "sure_and_wrong": int((read & (predictions.confidence >= SURE)).sum()),
        "as_number": int((predictions.numbers != "").sum()),
        "several_digits": int(predictions.several_digits.sum()),
        "other_signs": int(predictions.other_signs.sum()),
        "taken_for": dict(taken_for.most_common()),
    }


def number_score(labels: np.ndarray, predictions: Predictions) -> dict:
    """Figures of answers to numbers; `labels`, str, have the predictions' shape.

    What is not right is misread as another number, read as a single digit, refused as
    doubtful ("several digits"), for signs that it is said to have, or altogether; or it
    cannot be read.
    """
    right, is_number = predictions.numbers == labels, predictions.numbers != ""
    refused = (predictions.digits == NOT_A_DIGIT) & ~is_number
    sure = predictions.confidence >= SURE
    outcomes = (
        is_number & ~right,
        is_read(predictions) & ~is_number,
        refused & predictions.several_digits,
        refused & predictions.other_signs,
        refused & ~predictions.several_digits & ~predictions.other_signs,
        predictions.digits == ERROR,
        is_read(predictions) & ~right & sure,
    )
    counts = (int(answers.sum()) for answers in outcomes)
    return {
        **accuracy_figures(int(right.sum()), right.size),
        **dict(zip(NUMBER_COUNTS, counts, strict=True)),
    }


def _calibration(truth: np.ndarray, predictions: Predictions) -> dict:
    """The calibration error, and what it would be by chance; None without answers."""
    readable = predictions.digits != ERROR
    if not readable.any():
        return {"ece": None, "ece_by_chance": None}
    error = calibration_error(predictions.probabilities[readable], truth[readable])
    chance = error_by_chance(predictions.probabilities.max(-1))
    return {"ece": round(error, 5), "ece_by_chance": [round(e, 5) for e in chance]}
