"""Whole numbers that judge, read by parent and candidate as visitors' drawings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.inference.classifier import Classifier
from ml.numbers.drawing_answer import answer_drawing
from ml.preprocessing.ink import PlacedInk
from ml.preprocessing.tile import from_bytes
from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.models import Shown


@dataclass(frozen=True)
class HeldOutNumber:
    """A labelled number, and its ink: also one whose digits were not found in it."""

    drawing: LabelledDrawing
    ink: np.ndarray  # uint8 (height, width), 255 ink


def read_numbers(
    numbers: Sequence[HeldOutNumber], classifier: Classifier
) -> list[Shown]:
    """What a version answers to each: a class, or a number."""
    return [_read(number.ink, classifier) for number in numbers]


def _read(ink: np.ndarray, classifier: Classifier) -> Shown:
    placed = PlacedInk(from_bytes(ink), left=0, top=0, step=1)  # nobody sees its boxes
    return answer_drawing(placed, classifier).answer_value
