"""Whether a drawing that is no digit is several of them."""

import numpy as np

from ml.inference.classifier import Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.parts import find_parts

SURE = 0.5  # the least probability with which each part must be a digit
MOST = 12  # parts: more are a scribble or a line of text


def shows_several_digits(ink: np.ndarray, classifier: Classifier) -> bool:
    """Whether ink, float32 (height, width), has two parts or more, all of them digits.

    Two strokes side by side are an 11 to it, also where they were meant for a quotation
    mark: `python -m bench.several_digits` counts both.
    """
    parts = find_parts(ink)
    is_number = 2 <= len(parts) <= MOST
    return is_number and all(_is_digit(part, classifier) for part in parts)


def _is_digit(part: np.ndarray, classifier: Classifier) -> bool:
    answer = classifier.answer(classifier.prepare(part))
    return answer.digit != NOT_A_DIGIT and answer.confidence >= SURE
