"""Bytes of a picture -> ink: a float page, 0 paper, 1 ink, whatever the pen."""

import io

import numpy as np
from PIL import Image, ImageChops

FORMATS = ("PNG", "JPEG", "WEBP")
FLOOR = 0.08  # of full ink: fainter is noise
MIN_CONTRAST = 16  # of 255: a page that varies less is blank


class BadImage(ValueError):
    """Not a picture that we can read."""


class TooLarge(BadImage):
    """More bytes or pixels than we accept."""


class Blank(ValueError):
    """A picture without ink."""


def read_ink(
    picture: bytes, *, max_bytes: int = 1_000_000, max_side: int = 4096
) -> np.ndarray:
    """Return the ink, float32 (height, width) in 0..1, cropped around the drawing.

    Raises BadImage, TooLarge or Blank; str() of each is a sentence for the visitor.
    """
    grey = _grey(_decode(picture, max_bytes, max_side))
    _low, high = grey.getextrema()
    if high < MIN_CONTRAST:
        raise Blank("The drawing is empty.")
    grey = grey.point(lambda value: value if value > FLOOR * high else 0)
    grey = grey.crop(grey.getbbox())
    grey = grey.reduce(max(1, max(grey.size) // 128))
    ink = np.asarray(grey, np.float32)
    return ink / ink.max()


def _decode(picture: bytes, max_bytes: int, max_side: int) -> Image.Image:
    too_large = (
        f"The picture is too large: at most {max_bytes / 1e6:g} MB "
        f"and {max_side} x {max_side} pixels."
    )
    if len(picture) > max_bytes:
        raise TooLarge(too_large)
    try:
        image = Image.open(io.BytesIO(picture), formats=FORMATS)
        if max(image.size) > max_side:
            raise TooLarge(too_large)
        return image.convert("RGBA")
    except TooLarge:
        raise
    except Exception as error:  # decoders raise nearly anything on damaged bytes
        raise BadImage("This is not a picture that we can read.") from error


def _grey(image: Image.Image) -> Image.Image:
    alpha = image.getchannel("A")
    if alpha.getextrema()[0] < 250:
        return alpha
    image = image.convert("RGB")
    rows = np.asarray(image)
    border = np.concatenate([rows[0], rows[-1], rows[:, 0], rows[:, -1]])
    paper = tuple(int(value) for value in np.median(border, axis=0))
    away = ImageChops.difference(image, Image.new("RGB", image.size, paper))
    red, green, blue = away.split()
    return ImageChops.lighter(red, ImageChops.lighter(green, blue))
