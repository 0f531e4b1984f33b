"""Ink -> a version's answer: a digit, a number, or neither. The one path for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ml.inference.classifier import Answer, Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.reading import Kind, NumberReading, Part, is_worth_reading, read_number
from ml.preprocessing.ink import PlacedInk

OVER_A_DIGIT = 0.8  # the least probability of a number where the whole looks like one


@dataclass(frozen=True)
class DrawingAnswer(Answer):
    """A version's answer to a drawing; a number's `digit` is 10, 'not a digit'."""

    number: str = ""  # several digits such as "42", or ""
    number_confidence: float | None = None  # the probability of the whole number
    # {"digit", "confidence", "box"} for each digit of the number; a box is [left, top,
    # width, height] in pixels of the picture.
    parts: list[dict[str, Any]] | None = None
    several_digits: bool = False  # seen side by side, also where they are in doubt
    other_signs: bool = False  # something else stands among the digits

    @property
    def answer_value(self) -> int | str:
        """A class, 0 to 10, or a number such as "42"."""
        return self.number or self.digit


def answer_drawing(placed: PlacedInk, classifier: Classifier) -> DrawingAnswer:
    """Answer for a drawing's ink."""
    answer = classifier.answer(classifier.prepare(placed.ink))
    return answer_with_number(placed, answer, classifier)


def answer_with_number(
    placed: PlacedInk, answer: Answer, classifier: Classifier
) -> DrawingAnswer:
    """Answer for a drawing's ink, whose tile has had that answer.

    A number is looked for only where the whole may well be one, as where it is 'not a
    digit': a single digit costs no more than its tile. A number's probabilities stay
    those of the whole as a single digit.
    """
    if not is_worth_reading(placed.ink, answer):
        return DrawingAnswer(**vars(answer))
    reading = read_number(placed.ink, classifier)
    least = 0.0 if answer.digit == NOT_A_DIGIT else OVER_A_DIGIT
    if reading.kind == Kind.NUMBER and reading.confidence >= least:
        return DrawingAnswer(**_number_fields(reading, answer, placed))
    if answer.digit != NOT_A_DIGIT:
        return DrawingAnswer(**vars(answer))
    return DrawingAnswer(
        **vars(answer),
        several_digits=reading.kind == Kind.DOUBTFUL,
        other_signs=reading.kind == Kind.MIXED,
    )


def _number_fields(
    reading: NumberReading, answer: Answer, placed: PlacedInk
) -> dict[str, Any]:
    return {
        "digit": NOT_A_DIGIT,
        "confidence": answer.probabilities[NOT_A_DIGIT],
        "probabilities": answer.probabilities,
        "number": reading.number,
        "number_confidence": reading.confidence,
        "parts": [_on_picture(part, placed) for part in reading.parts],
        "several_digits": True,
    }


def box_on_picture(part: Part, placed: PlacedInk) -> list[int]:
    """The part's box, [left, top, width, height], in pixels of the upright picture."""
    box = (
        placed.left + part.left * placed.step,
        placed.top + part.top * placed.step,
        part.width * placed.step,
        part.height * placed.step,
    )
    return [round(side) for side in box]


def _on_picture(part: Part, placed: PlacedInk) -> dict[str, Any]:
    return {
        "digit": part.digit,
        "confidence": round(part.confidence, 6),
        "box": box_on_picture(part, placed),
    }
