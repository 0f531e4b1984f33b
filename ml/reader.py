"""The digit that a picture shows, in three lines; docs/library.md shows them.

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

from ml.inference.classifier import Answer, BadVersion
from ml.inference.networks import NOT_A_DIGIT, WORDS
from ml.inference.version_files import find_version, load_version
from ml.preprocessing.errors import BadImage, Blank, TooLarge
from ml.preprocessing.ink import place_image_ink, read_ink
from ml.preprocessing.tile import to_bytes

__all__ = ["BadImage", "BadVersion", "Blank", "Reader", "Reading", "TooLarge"]

MAX_BYTES = 50_000_000  # of a file; a site takes less, from strangers
MAX_SIDE = 65_535  # pixels, as many as a JPEG can have: memory is the limit, not this


@dataclass(frozen=True)
class Reading:
    """What a picture shows."""

    digit: int | None  # None: not a digit
    word: str  # "Seven", or "Not a digit"
    confidence: float  # the probability of this answer, 0..1
    probabilities: tuple[float, ...]  # of 0 to 9, then of 'not a digit' if it is known


class Reader:
    """A version of the network that reads pictures of one digit; threads may share it.

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
        tile = self._classifier.prepare(_find_ink(picture))
        return _reading(self._classifier.answer(tile))


def _find_ink(picture: object) -> np.ndarray:
    if isinstance(picture, str | os.PathLike):
        picture = _read_file(Path(picture))
    if isinstance(picture, bytes):
        return read_ink(picture, max_bytes=MAX_BYTES, max_side=MAX_SIDE)
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(_pixels(picture))
    if isinstance(picture, Image.Image):
        return place_image_ink(picture).ink
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


def _reading(answer: Answer) -> Reading:
    digit = None if answer.digit == NOT_A_DIGIT else answer.digit
    word, probabilities = WORDS[answer.digit], tuple(answer.probabilities)
    return Reading(digit, word, answer.confidence, probabilities)
