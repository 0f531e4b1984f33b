"""Bytes of a picture -> ink: a float page, 0 paper, 1 ink, whatever pen and page."""

import io

import numpy as np
import pyspng
from PIL import Image, ImageOps

from ml.preprocessing.background import FAINT, away_from_paper
from ml.preprocessing.errors import BadImage, Blank, TooLarge
from ml.preprocessing.metadata import PNG_START, header_size, strip_metadata

FORMATS = ("PNG", "JPEG", "WEBP")
# A PNG header's end as canvases write it: 8 bits, RGBA, not interlaced. Nearly every
# drawing is one, and pyspng decodes it in a third of Pillow's time.
CANVAS = bytes([8, 6, 0, 0, 0])
DRAFT = (1024, 1024)  # a JPEG is decoded at the smallest scale that is not below
ANY_SIDE = 2**31
FLOOR = 0.08  # of full ink: fainter is noise
TOP = 0.1  # share of the ink taken for full: one darker crossing does not pale the rest


def read_ink(
    picture: bytes, *, max_bytes: int = 1_000_000, max_side: int = 4096
) -> np.ndarray:
    """Return the ink, float32 (height, width) in 0..1, cropped around the drawing.

    Large drawings are averaged down to a longest side of 128 to 255 pixels. Raises
    TooLarge, BadImage or Blank; str() of each is a sentence for the visitor.
    """
    check_size(picture, max_bytes, max_side)
    away = away_from_paper(_decode(picture))
    if away.getextrema()[1] < FAINT:
        raise Blank
    away = away.point(_levels(away.histogram()))
    return np.asarray(away.crop(away.getbbox()), np.float32) / 255


def read_kept_ink(picture: bytes) -> np.ndarray:
    """The ink of a picture that was accepted once: limits may have been lowered since.

    Raises BadImage, Blank.
    """
    return read_ink(picture, max_bytes=len(picture), max_side=ANY_SIDE)


def check_size(picture: bytes, max_bytes: int, max_side: int) -> None:
    """Raise TooLarge (or BadImage) by the picture's length and header alone."""
    if len(picture) > max_bytes or max(header_size(picture)) > max_side:
        raise TooLarge(
            f"The picture is too large: at most {max_bytes / 1e6:g} MB "
            f"and {max_side} x {max_side} pixels."
        )


def _decode(picture: bytes) -> Image.Image:
    """Return the picture as RGB or RGBA, upright, of an animation the first frame."""
    picture = strip_metadata(picture)  # what nobody needs cannot do harm
    try:
        if picture[:8] == PNG_START and picture[24:29] == CANVAS:
            return Image.fromarray(pyspng.load(picture))
        image = Image.open(io.BytesIO(picture), formats=FORMATS)
        if image.size != header_size(picture):
            raise BadImage
        image.draft(None, DRAFT)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _plain(image)
    except Exception as error:  # decoders raise nearly anything on damaged bytes
        raise BadImage from error


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _levels(histogram: list[int]) -> list[int]:
    """What becomes of each of 256 grey levels: 0 paper, 255 full ink."""
    counts = np.array(histogram)
    high = int(np.flatnonzero(counts)[-1])
    floor = FLOOR * high
    counts[: int(floor) + 1] = 0
    above = counts[::-1].cumsum()[::-1]  # how many pixels are this much ink or more
    full = int(np.flatnonzero(above >= TOP * above[0])[-1])
    grey = np.arange(256)
    ink = grey / full * np.clip((grey - floor) / floor, 0, 1)  # no step at the floor
    return np.rint(np.clip(ink, 0, 1) * 255).astype(int).tolist()
