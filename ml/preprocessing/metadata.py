"""PNG, JPEG and WebP files, not decoded: the size they claim, their metadata."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ml.preprocessing.errors import BadImage, CutShort, OtherFormat
from ml.preprocessing.formats import jpeg, png, webp

# Modules with the same functions.
FORMATS: dict[str, Any] = {"PNG": png, "JPEG": jpeg, "WEBP": webp}
OTHERS = {  # what a file of another kind begins with
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
    b"<svg": "SVG",
    b"<?xml": "SVG",
    b"\xff\x0a": "JPEG XL",
    b"\0\0\0\x0cJXL ": "JPEG XL",
}
BRANDS = {  # of the container that these two share, at its byte 8
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1"), "HEIC"),
}


def file_format(file: bytes) -> str:
    """Return "PNG", "JPEG" or "WEBP", by how the file begins.

    Raises OtherFormat where it is another kind of picture, else BadImage.
    """
    if file.startswith(png.START):
        return "PNG"
    if file.startswith(jpeg.START + b"\xff"):
        return "JPEG"
    if file.startswith(b"RIFF") and file[8:12] == b"WEBP":
        return "WEBP"
    if name := _other_format(file):
        raise OtherFormat(name=name)
    raise BadImage


def header_size(file: bytes) -> tuple[int, int]:
    """Return the width and height that the file's header claims. Raises BadImage."""
    with _cut_short_is_refused():
        size = FORMATS[file_format(file)].size(file)
    if 0 in size:
        raise BadImage
    return size


def strip_metadata(file: bytes) -> bytes:
    """Return the same pixels without text, dates, places, profiles and thumbnails.

    What follows the picture's end goes too, and whatever only some readers accept. Of a
    JPEG's EXIF the orientation stays. Nothing is decoded; raises BadImage where the
    file is cut short or not built as its format asks.
    """
    with _cut_short_is_refused():
        return FORMATS[file_format(file)].strip(file)


def needs_redrawing(file: bytes) -> bool:
    """Return whether all readers show the same picture only once it is drawn anew."""
    with _cut_short_is_refused():
        return FORMATS[file_format(file)].needs_redrawing(file)


def lacks_end(file: bytes) -> bool:
    """Return whether it is a JPEG without the marker that ends it."""
    return file_format(file) == "JPEG" and not jpeg.has_end(file)


@contextmanager
def _cut_short_is_refused() -> Iterator[None]:
    try:
        yield
    except (struct.error, IndexError) as error:  # read past the end
        raise CutShort from error


def _other_format(file: bytes) -> str | None:
    if file[4:8] == b"ftyp":
        return BRANDS.get(file[8:12])
    start = file[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((name for key, name in OTHERS.items() if start.startswith(key)), None)
