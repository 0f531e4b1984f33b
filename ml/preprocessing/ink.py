"""A picture -> its ink: a float page, 0 paper, 1 ink, whatever pen and page."""

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

FLOOR = 0.08  # of full ink: fainter is noise
TOP = 0.1  # share of the ink taken for full: one darker crossing does not pale the rest


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
    return find_ink(check_kept_picture(picture))


def find_ink(picture: Picture) -> np.ndarray:
    """Return the ink, float32 (height, width) in 0..1, cropped around the drawing.

    Large drawings are averaged down to a longest side of 128 to 255 pixels. Raises
    BadImage, Blank or MemoryTaken.
    """
    with memory.reserve(picture.memory_needed):
        away = away_from_paper(decode(picture))
    return _ink(away)


def find_image_ink(image: Image.Image) -> np.ndarray:
    """Return the ink of a Pillow picture of any mode, as find_ink() does of a file.

    Raises BadImage or Blank.
    """
    return _ink(away_from_paper(decode_image(image)))


def _ink(away: Image.Image) -> np.ndarray:
    """Return the ink of a grey picture: 0 paper, up to 255 ink. Raises Blank."""
    if extremes(away)[1] < FAINT:
        raise Blank
    away = away.point(_levels(away.histogram()))
    return np.asarray(away.crop(away.getbbox()), np.float32) / 255


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
