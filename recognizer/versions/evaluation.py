"""How well a version reads drawings or tiles: counts of parts, and their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.inference.classifier import decide_all
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import confidence_bins, mean_gap
from ml.metrics.statistics import accuracy_figures
from ml.numbers.drawing_answer import DrawingAnswer
from recognizer.models import Digit
from recognizer.models.values import FEWEST, MOST

BINS = 10  # of the answers' confidence
MILLION = (
    1_000_000  # a confidence is counted in millionths: whole numbers add up exactly
)


AS_NUMBER = "number"  # an answer, beside the eleven classes
NUMBERS = "labelled numbers"
RIGHT, MISREAD, AS_DIGIT = "right", "read as another number", "read as one digit"
SEVERAL, SIGNS, NONE = "doubtful", "refused for other signs", "not seen"
OUTCOMES = (RIGHT, MISREAD, AS_DIGIT, SEVERAL, SIGNS, NONE)  # of a labelled number


@dataclass(frozen=True)
class Answers:
    """What a version answers to some drawings, or tiles: arrays (n,)."""

    digits: np.ndarray  # int, 0 to 10
    confidence: np.ndarray  # float, 0..1
    is_number: np.ndarray  # bool: several digits, whose `digits` are 10

    @classmethod
    def to_tiles(cls, probabilities: np.ndarray) -> Answers:
        """Of probabilities (n, 11)."""
        digits = decide_all(probabilities)
        return cls(digits, probabilities.max(1), np.zeros(len(digits), bool))

    @classmethod
    def to_drawings(cls, answers: Sequence[DrawingAnswer]) -> Answers:
        return cls(
            np.array([answer.digit for answer in answers]),
            np.array([_confidence(answer) for answer in answers]),
            np.array([bool(answer.number) for answer in answers]),
        )


def count_answers(name: str, answers: Answers, labels: np.ndarray) -> Counter[str]:
    """Of the set `name`: which label was read as what, and the bins of confidence.

    Labels (n,) are classes, 0 to 10; there is at least one. A number is right for none.
    """
    counts: Counter[str] = Counter()
    read = np.where(answers.is_number, AS_NUMBER, answers.digits.astype(str))
    for label, answer in zip(labels.tolist(), read.tolist(), strict=True):
        counts[f"{name}: {label} as {answer}"] += 1
    right = (answers.digits == labels) & ~answers.is_number
    for row in confidence_bins(answers.confidence, right, BINS):
        place = f"{name}: bin {round(row.low * BINS)}"
        counts[place] = row.n
        counts[f"{place}, right"] = round(row.n * row.accuracy)
        counts[f"{place}, confidence"] = round(row.n * row.confidence * MILLION)
    return counts


def count_numbers(
    answers: Sequence[DrawingAnswer], labels: Sequence[str]
) -> Counter[str]:
    """What became of drawings that are labelled as a number, by length and outcome."""
    pairs = zip(answers, labels, strict=True)
    return Counter(
        f"{NUMBERS}: {len(label)} digits {_outcome(answer, label)}"
        for answer, label in pairs
    )


def numbers_figures_of(counts: Mapping[str, int]) -> dict[str, Any]:
    """How many labelled numbers are right with every digit, by length, and the rest.

    `outcomes` counts each of OUTCOMES, `lengths` has accuracies of those that occur.
    """
    by_length = {
        length: [
            counts.get(f"{NUMBERS}: {length} digits {outcome}", 0)
            for outcome in OUTCOMES
        ]
        for length in range(FEWEST, MOST + 1)
    }
    totals = [sum(column) for column in zip(*by_length.values(), strict=True)]
    return {
        "name": NUMBERS,
        **accuracy_figures(totals[0], sum(totals)),
        "outcomes": dict(zip(OUTCOMES, totals, strict=True)),
        "lengths": [
            {"length": length, **accuracy_figures(row[0], sum(row))}
            for length, row in by_length.items()
            if any(row)
        ],
    }


def figures_of(name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Accuracy and recall with their intervals, confusions and calibration of a set.

    `recall` and `confusion` have a row for each class, 0 to 10; `confusion` has a
    column for each, and a last one for numbers.
    """
    columns = [*map(int, Digit), AS_NUMBER]
    confusion = [
        [counts.get(f"{name}: {label} as {answer}", 0) for answer in columns]
        for label in map(int, Digit)
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


def _outcome(answer: DrawingAnswer, label: str) -> str:
    """One of OUTCOMES."""
    if answer.number:
        return RIGHT if answer.number == label else MISREAD
    if answer.digit != NOT_A_DIGIT:
        return AS_DIGIT
    if answer.other_signs:
        return SIGNS
    return SEVERAL if answer.several_digits else NONE


def _confidence(answer: DrawingAnswer) -> float:
    """That of the number where there is one."""
    of_number = answer.number_confidence
    return answer.confidence if of_number is None else of_number


def _bins(name: str, counts: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for place in range(BINS):
        key = f"{name}: bin {place}"
        if n := counts.get(key, 0):
            yield {
                "from": place / BINS,
                "to": (place + 1) / BINS,
                "n": n,
                "confidence": round(counts[f"{key}, confidence"] / n / MILLION, 5),
                "accuracy": round(counts.get(f"{key}, right", 0) / n, 5),
            }
