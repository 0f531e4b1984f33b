"""A picture's file -> a checked Picture without metadata -> its pixels."""

import io
from dataclasses import dataclass

import pyspng
from PIL import Image, ImageOps

from ml.preprocessing.errors import BadImage, TooLarge
from ml.preprocessing.metadata import file_format, header_size, strip_metadata

# A PNG header's end as canvases write it: 8 bits, RGBA, not interlaced. Nearly every
# drawing is one, and pyspng decodes it in a third of Pillow's time.
CANVAS = bytes([8, 6, 0, 0, 0])
DRAFT = (1024, 1024)  # a JPEG is decoded at the smallest scale that is not below
ANY_SIDE = 2**31


@dataclass(frozen=True)
class Picture:
    """A file that was checked, but not decoded yet."""

    file: bytes  # without metadata: this is what a site keeps
    format: str  # "PNG", "JPEG" or "WEBP"
    size: tuple[int, int]  # width and height in pixels, as the header says


def check_picture(
    file: bytes, *, max_bytes: int = 1_000_000, max_side: int = 4096
) -> Picture:
    """Check a file's length, header and structure, and take its metadata off.

    Raises TooLarge (by the length and the header alone) or BadImage.
    """
    if len(file) > max_bytes or max(size := header_size(file)) > max_side:
        raise TooLarge(
            f"The picture is too large: at most {max_bytes / 1e6:g} MB "
            f"and {max_side} x {max_side} pixels."
        )
    return Picture(strip_metadata(file), file_format(file), size)


def check_kept_picture(file: bytes) -> Picture:
    """Check a file that was accepted once: limits may have been lowered since.

    Raises BadImage.
    """
    return check_picture(file, max_bytes=len(file), max_side=ANY_SIDE)


def decode(picture: Picture) -> Image.Image:
    """Return the pixels as RGB or RGBA, upright, of an animation the first frame.

    A large JPEG may come at half, a quarter or an eighth of its size. Raises BadImage.
    """
    try:
        if picture.format == "PNG" and picture.file[24:29] == CANVAS:
            return Image.fromarray(pyspng.load(picture.file))
        image = Image.open(io.BytesIO(picture.file), formats=[picture.format])
        if image.size != picture.size:
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
