"""The digit or number that a picture shows, in three lines; docs/library.md shows them.

    from ml.reader import Reader
    reader = Reader()
    print(reader.read("seven.png").word)

It needs what requirements/read.in names: LiteRT and numpy, Pillow for the pictures.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ml.inference.classifier import BadVersion
from ml.inference.networks import NOT_A_DIGIT, WORDS
from ml.inference.version_files import find_version, load_version
from ml.numbers.drawing_answer import DrawingAnswer, answer_drawing
from ml.numbers.words import number_in_words
from ml.preprocessing.errors import BadImage, Blank, TooLarge
from ml.preprocessing.ink import PlacedInk, place_image_ink, place_ink
from ml.preprocessing.picture import check_picture
from ml.preprocessing.tile import to_bytes

__all__ = ["BadImage", "BadVersion", "Blank", "Part", "Reader", "Reading", "TooLarge"]

MAX_BYTES = 50_000_000  # of a file; a site takes less, from strangers
MAX_SIDE = 65_535  # pixels, as many as a JPEG can have: memory is the limit, not this
SEVERAL_DIGITS, OTHER_SIGNS = "Several digits", "Not only digits"  # refused, and why


@dataclass(frozen=True)
class Part:
    """One digit of a number."""

    digit: int
    confidence: float  # the probability of this digit, 0..1
    box: tuple[int, int, int, int]  # left, top, width, height in the picture's pixels


@dataclass(frozen=True)
class Reading:
    """What a picture shows."""

    digit: int | None  # None: no single digit
    number: str | None  # "7" or "42", its leading zeros kept; None: neither is shown
    # "Seven", "Forty-two", "Not a digit", "Several digits" or "Not only digits"
    word: str
    confidence: float  # the probability of this answer, 0..1
    # Of 0 to 9, then of 'not a digit' if it is known; of the whole drawing, if several.
    probabilities: tuple[float, ...]
    parts: tuple[Part, ...] = ()  # the digits of a number, from left to right


class Reader:
    """A version of the network that reads digits and numbers; threads may share it.

    It answers as a site does on which that version is promoted.
    """

    def __init__(self, version: str | os.PathLike[str] = "base") -> None:
        """Load a version that ships, by its name, or the folder of another.

        Raises BadVersion, and OSError where its file cannot be read.
        """
        self._classifier = load_version(find_version(os.fspath(version)))

    def read(
        self, picture: str | os.PathLike[str] | bytes | np.ndarray | Image.Image
    ) -> Reading:
        """Read a picture: the path of a file, a file's bytes, pixels or Pillow's image.

        Files are PNG, JPEG or WebP. Pixels are uint8 in 0..255, or floats or bools in
        0..1, of shape (height, width), (height, width, 3) for RGB or (height, width, 4)
        with an alpha. Pen and paper may have any colours.

        Raises OSError where there is no such file, BadImage where it is not a picture
        (TooLarge among them) and Blank where it is empty; MemoryTaken
        (ml.preprocessing.errors) where other threads read large pictures for long.
        """
        return _reading(answer_drawing(_find_ink(picture), self._classifier))


def _find_ink(picture: object) -> PlacedInk:
    if isinstance(picture, str | os.PathLike):
        picture = _read_file(Path(picture))
    if isinstance(picture, bytes):
        checked = check_picture(picture, max_bytes=MAX_BYTES, max_side=MAX_SIDE)
        return place_ink(checked)
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(_pixels(picture))
    if isinstance(picture, Image.Image):
        return place_image_ink(picture)
    raise TypeError(
        "Expected a path, bytes, an array or a Pillow image, got "
        f"{type(picture).__name__}."
    )


def _read_file(path: Path) -> bytes:
    """The file, or so much of it as shows that it is too large: it may be endless."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _pixels(array: np.ndarray) -> np.ndarray:
    """The array as uint8 (height, width) or (height, width, 3 or 4)."""
    is_share = array.dtype.kind in "fb"
    is_picture = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))
    if not array.size or not is_picture or not (is_share or array.dtype == np.uint8):
        raise BadImage(
            "Expected pixels (height, width), with 3 or 4 channels if any, of uint8, "
            f"floats or bools, got {array.dtype} {array.shape}."
        )
    if not is_share:
        return array
    if not (array.min() >= 0 and array.max() <= 1):  # NaN is neither
        raise BadImage(
            f"Expected floats in 0..1, got {array.min():g} to {array.max():g}."
        )
    return to_bytes(array)


def _reading(answer: DrawingAnswer) -> Reading:
    digit = None if answer.digit == NOT_A_DIGIT else answer.digit
    number = answer.number or (None if digit is None else str(digit))
    confidence = answer.number_confidence if answer.number else answer.confidence
    assert confidence is not None  # a number has one
    parts = tuple(
        Part(part["digit"], part["confidence"], tuple(part["box"]))
        for part in answer.parts or ()
    )
    probabilities = tuple(answer.probabilities)
    return Reading(digit, number, _word(answer), confidence, probabilities, parts)


def _word(answer: DrawingAnswer) -> str:
    if answer.number:
        return number_in_words(answer.number)
    if answer.other_signs:
        return OTHER_SIGNS
    return SEVERAL_DIGITS if answer.several_digits else WORDS[answer.digit]
