"""A picture's file -> a checked Picture that every reader reads -> its pixels."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import pyspng
from PIL import Image

from ml.preprocessing.errors import BadImage, CutShort, TooLarge
from ml.preprocessing.formats.jpeg import END
from ml.preprocessing.formats.png import with_stored_pixels
from ml.preprocessing.memory import MOST, memory, memory_needed
from ml.preprocessing.metadata import (
    file_format,
    header_size,
    lacks_end,
    needs_redrawing,
    strip_metadata,
)
from ml.preprocessing.reduction import SIDE, reduce, reduction
from ml.translation import gettext_noop

# A PNG header's end as canvases write it: 8 bits, RGBA, not interlaced. Nearly every
# drawing is one, and pyspng decodes it in a third of Pillow's time.
CANVAS = bytes([8, 6, 0, 0, 0])
STORED_PIXELS = 1_000_000  # of more, the copies would take too much memory
DRAFT = (SIDE, SIDE)  # a JPEG is decoded at the smallest scale that is not below
FILLER = bytes([0x55]) * 64  # as a JPEG's compressed data: of no picture
QUALITY = 90  # of a WebP, where a PNG would be too large
ORIENTATION = 0x0112  # EXIF's tag
UPRIGHT = {  # how a picture with that orientation is set upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)  # orientations whose width is the upright picture's height

Source = TypeVar("Source")  # what pixels come from


@dataclass(frozen=True)
class Picture:
    """A file that was checked, but not decoded yet."""

    file: bytes  # without metadata: this is what a site keeps
    format: str  # "PNG", "JPEG" or "WEBP"
    size: tuple[
        int, int
    ]  # width and height in pixels, as the header says: not yet upright

    @cached_property
    def memory_needed(self) -> int:
        """About how many bytes it takes until its ink is found."""
        return memory_needed(self.file, self.format, self.size)


def check_picture(
    file: bytes, *, max_bytes: int = 1_000_000, max_side: int = 4096
) -> Picture:
    """Check a file's length, header and structure, and take its metadata off.

    What comes back is read alike by all who read it later: browsers, Pillow, pyspng,
    OpenCV, TensorFlow. It holds the file's own pixels where its structure is plain, and
    else a picture drawn anew: upright, and of an animation the first frame. Raises
    TooLarge, BadImage or MemoryTaken.
    """
    _check_length(len(file), max_bytes)
    _check_sides(size := header_size(file), max_side)
    picture = Picture(strip_metadata(file), file_format(file), size)
    if picture.memory_needed > MOST:
        raise TooLarge(
            gettext_noop(
                "The picture is too large: %(size)s pixels of this kind of %(format)s "
                "take too much memory. Send a smaller one, or a PNG."
            ),
            size=_times(size),
            format=picture.format,
        )
    if lacks_end(file):
        _check_whole(picture)
    if needs_redrawing(file):
        return _redraw(replace(picture, file=file), max_bytes)
    return picture


def check_kept_picture(file: bytes) -> Picture:
    """Check a file that was accepted once: limits may have been lowered since.

    Raises BadImage.
    """
    return Picture(strip_metadata(file), file_format(file), header_size(file))


def upright_size(picture: Picture) -> tuple[int, int]:
    """Return the width and height in pixels as browsers show it. Raises BadImage.

    Only a JPEG is kept with an orientation: others are drawn anew.
    """
    if picture.format != "JPEG":
        return picture.size
    try:
        image = Image.open(io.BytesIO(picture.file), formats=["JPEG"])
        orientation = image.getexif().get(ORIENTATION, 1)
    except Exception as error:  # as decoding raises nearly anything
        raise BadImage from error
    width, height = picture.size
    return (height, width) if orientation in LYING else (width, height)


def decode(picture: Picture) -> Image.Image:
    """Return the pixels as RGB or RGBA, upright, of an animation the first frame.

    A large picture may come at half, a third or less of its size. Raises BadImage.
    """
    is_canvas = picture.format == "PNG" and picture.file[24:29] == CANVAS
    return _decode(picture, _read_canvas if is_canvas else _read_any)


def decode_image(image: Image.Image) -> Image.Image:
    """Return a Pillow picture's pixels as decode() does a file's. Raises BadImage."""
    if 0 in image.size:
        raise BadImage(gettext_noop("The picture has no pixels."))
    return _decode(image, _upright)


def _decode(source: Source, read: Callable[[Source], Image.Image]) -> Image.Image:
    try:
        return read(source)
    except Exception as error:  # decoders raise nearly anything on damaged bytes
        raise BadImage from error


def _read_canvas(picture: Picture) -> Image.Image:
    width, height = picture.size
    is_small = width * height <= STORED_PIXELS
    file = with_stored_pixels(picture.file) if is_small else picture.file
    image = Image.fromarray(pyspng.load(file))
    return reduce(image, reduction(image.size))


def _read_any(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.file), formats=[picture.format])
    if image.size != picture.size:
        raise BadImage
    image.draft(None, DRAFT)
    return _upright(image)


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    turn = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))
    if image.format == "WEBP":
        image = image.copy()  # the image itself holds on to libwebp's two canvases
    image = reduce(image, reduction(image.size))
    return image if turn is None else image.transpose(turn)


def _check_length(length: int, most: int) -> None:
    if length > most:
        raise TooLarge(
            gettext_noop(
                "The picture is too large: %(bytes)s bytes, and at most %(most)s are "
                "read."
            ),
            bytes=length,
            most=most,
        )


def _check_sides(size: tuple[int, int], most: int) -> None:
    if max(size) > most:
        raise TooLarge(
            gettext_noop(
                "The picture is too large: %(size)s pixels, and at most %(most)s are "
                "read."
            ),
            size=_times(size),
            most=_times((most, most)),
        )


def _times(size: tuple[int, int]) -> str:
    return "{} x {}".format(*size)


def _check_whole(picture: Picture) -> None:
    """Raise CutShort where a JPEG ends in the middle of its pixels.

    What stands between the pixels and the end is skipped, so it changes nothing there.
    Where pixels are missing it would be taken for them.
    """
    longer = picture.file.removesuffix(END) + FILLER + END
    with memory.reserve(2 * picture.memory_needed):
        as_sent, filled = decode(picture), decode(replace(picture, file=longer))
        if as_sent.tobytes() != filled.tobytes():
            raise CutShort


def _redraw(picture: Picture, max_bytes: int) -> Picture:
    """Return the same picture upright and still, at most 1024 pixels wide and high.

    Raises BadImage, MemoryTaken or TooLarge.
    """
    with memory.reserve(picture.memory_needed):
        image = _decode(picture, _read_any)
        image = reduce(image, -(-max(image.size) // SIDE))
        file = _encode(image, "PNG")
        if len(file) > max_bytes:
            file = _encode(image, "WEBP", quality=QUALITY)
    _check_length(len(file), max_bytes)
    return check_kept_picture(file)


def _encode(image: Image.Image, format: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()
