"""The number that several digits in one drawing make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ml.inference.classifier import Answer, Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.parts import find_parts

SURE = 0.5  # the least probability with which each part must be a digit
FEWEST, MOST = 2, 12  # digits of a number


class Kind(StrEnum):
    """What is seen in a drawing that is no single digit."""

    NONE = "none"  # no digits side by side
    NUMBER = "number"
    DOUBTFUL = "doubtful"  # digits side by side, but which ones is in doubt
    MIXED = "mixed"  # digits, and a sign, a point or a letter among them


@dataclass(frozen=True)
class Part:
    """The ink of one digit of a number, and what it is read as."""

    digit: int  # 0..9
    confidence: float  # the probability of `digit`, 0..1
    ink: np.ndarray  # float32 (height, width): this part's alone, cropped
    left: float  # where its box begins on the ink that was read, in that one's pixels
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class NumberReading:
    """What is read, from left to right."""

    kind: Kind
    number: str = ""  # "42"; "" unless the kind is NUMBER
    confidence: float = 0.0  # the probability that the whole number is right, 0..1
    parts: tuple[Part, ...] = ()  # one a digit of the number, or none


def is_worth_reading(ink: np.ndarray, answer: Answer) -> bool:
    """Whether ink, float32 (height, width), may be a number, as the whole is answered.

    Never where the version knows no 'not a digit': it cannot tell a wrong part.
    """
    return answer.digit == NOT_A_DIGIT


def read_number(ink: np.ndarray, classifier: Classifier) -> NumberReading:
    """Read ink, float32 (height, width), that the classifier calls no single digit."""
    parts = find_parts(ink)
    if not FEWEST <= len(parts) <= MOST:
        return NumberReading(Kind.NONE)
    read = tuple(_read_part(part, classifier) for part in parts)
    if any(part.digit == NOT_A_DIGIT or part.confidence < SURE for part in read):
        return NumberReading(Kind.NONE)
    number = "".join(str(part.digit) for part in read)
    confidence = float(np.prod([part.confidence for part in read]))
    return NumberReading(Kind.NUMBER, number, confidence, read)


def fit_number(
    ink: np.ndarray, number: str, classifier: Classifier
) -> tuple[Part, ...] | None:
    """Return the parts that the digits of a known number have, or None.

    None where the ink, float32 (height, width), does not fall into so many parts that
    may well be these digits.
    """
    reading = read_number(ink, classifier)
    return reading.parts if reading.number == number else None


def _read_part(ink: np.ndarray, classifier: Classifier) -> Part:
    answer = classifier.answer(classifier.prepare(ink))
    rows = np.flatnonzero(ink.max(axis=1))
    columns = np.flatnonzero(ink.max(axis=0))
    top, left = int(rows[0]), int(columns[0])
    bottom, right = int(rows[-1]) + 1, int(columns[-1]) + 1
    cropped = ink[top:bottom, left:right]
    width, height = right - left, bottom - top
    return Part(answer.digit, answer.confidence, cropped, left, top, width, height)
