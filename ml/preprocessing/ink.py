"""A picture -> its ink: a float page, 0 paper, 1 ink, whatever pen and page."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from ml.preprocessing.background import FAINT, away_from_paper, extremes
from ml.preprocessing.errors import Blank
from ml.preprocessing.memory import memory
from ml.preprocessing.picture import (
    Picture,
    check_kept_picture,
    check_picture,
    decode,
    decode_image,
)
from ml.preprocessing.placed import PlacedImage

FLOOR = 0.08  # of full ink: fainter is noise
TOP = 0.1  # share of the ink taken for full: one darker crossing does not pale the rest


@dataclass(frozen=True)
class PlacedInk:
    """Ink, and where it lies on its picture: upright, as browsers show it."""

    ink: np.ndarray  # float32 (height, width) in 0..1
    left: float  # in the picture's pixels
    top: float
    step: float  # pixels of the picture that one of the ink is wide and high


def read_ink(
    picture: bytes, *, max_bytes: int = 1_000_000, max_side: int = 4096
) -> np.ndarray:
    """Return a file's ink as find_ink() does, within limits.

    Raises TooLarge, BadImage or Blank; str() of each is a sentence for the visitor.
    """
    return find_ink(check_picture(picture, max_bytes=max_bytes, max_side=max_side))


def read_kept_ink(picture: bytes) -> np.ndarray:
    """Return the ink of a file that was accepted once, whatever the limits are now.

    Raises BadImage or Blank.
    """
    return place_kept_ink(picture).ink


def place_kept_ink(picture: bytes) -> PlacedInk:
    """Return such a file's ink with its place. Raises BadImage or Blank."""
    return place_ink(check_kept_picture(picture))


def find_ink(picture: Picture) -> np.ndarray:
    """Return the ink, float32 (height, width) in 0..1, cropped around the drawing.

    Large drawings are averaged down to a longest side of 128 to 255 pixels. Raises
    BadImage, Blank or MemoryTaken.
    """
    return place_ink(picture).ink


def place_ink(picture: Picture) -> PlacedInk:
    """Return the ink as find_ink() does, with its place. Raises what that does."""
    with memory.reserve(picture.memory_needed):
        return _ink(_placed(decode(picture), picture.size))


def place_image_ink(image: Image.Image) -> PlacedInk:
    """Return the placed ink of a Pillow picture of any mode, as place_ink() of a file.

    Raises BadImage or Blank.
    """
    return _ink(_placed(decode_image(image), image.size))


def _placed(decoded: Image.Image, size: tuple[int, int]) -> PlacedImage:
    """The pixels of a picture of that size, which may come at half of it or less."""
    return PlacedImage(decoded, step=max(size) / max(decoded.size))


def _ink(page: PlacedImage) -> PlacedInk:
    """Raises Blank."""
    away = away_from_paper(page)
    if extremes(away.image)[1] < FAINT:
        raise Blank
    away = away.with_pixels(away.image.point(_levels(away.image.histogram())))
    box = away.image.getbbox()
    assert box is not None  # it is not blank
    away = away.crop(box)
    ink = np.asarray(away.image, np.float32) / 255
    return PlacedInk(ink, away.left, away.top, away.step)


def _levels(histogram: list[int]) -> list[int]:
    """What becomes of each of 256 grey extremes: 0 paper, 255 full ink."""
    counts = np.array(histogram)
    high = int(np.flatnonzero(counts)[-1])
    floor = FLOOR * high
    counts[: int(floor) + 1] = 0
    above = counts[::-1].cumsum()[::-1]  # how many pixels are this much ink or more
    full = int(np.flatnonzero(above >= TOP * above[0])[-1])
    grey = np.arange(256)
    ink = grey / full * np.clip((grey - floor) / floor, 0, 1)  # no step at the floor
    return np.rint(np.clip(ink, 0, 1) * 255).astype(int).tolist()
