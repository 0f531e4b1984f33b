"""PNG, JPEG and WebP files, not decoded: the size they claim, their metadata.

Formats: PNG, https://www.w3.org/TR/png-3/; JPEG, ITU T.81 annex B; WebP, RFC 9649.
"""

import re
import struct
from collections.abc import Callable, Iterator
from typing import Any

from ml.preprocessing.errors import BadImage

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB"}

START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = 0xD8, 0xD9, 0xDA
START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
APP0, APP1, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
AFTER_SCAN = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")  # neither data nor restart
PLAIN_JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"  # 1.1, square pixels, no thumbnail
ORIENTATION, SHORT = 0x0112, 3  # EXIF's tag and the type of its value
MAX_SCANS = 50  # each costs a pass over all pixels; progressive files have about 10

WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
WEBP_PROFILE_EXIF_XMP = 0x20 | 0x08 | 0x04  # flags in VP8X

Part = tuple[Any, int, int]  # name or marker; start and stop in the file


def file_format(file: bytes) -> str:
    """Return "PNG", "JPEG" or "WEBP", by how the file begins. Raises BadImage."""
    if file.startswith(PNG_START):
        return "PNG"
    if file.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if file.startswith(b"RIFF") and file[8:12] == b"WEBP":
        return "WEBP"
    raise BadImage


def header_size(file: bytes) -> tuple[int, int]:
    """Return the width and height that the file's header claims. Raises BadImage."""
    size = _examine(file, {"PNG": _png_size, "JPEG": _jpeg_size, "WEBP": _webp_size})
    if 0 in size:
        raise BadImage
    return size


def strip_metadata(file: bytes) -> bytes:
    """Return the same pixels without text, dates, places, profiles and thumbnails.

    What follows the picture's end goes too. Of a JPEG's EXIF the orientation stays:
    without it the picture lies on its side. Nothing is decoded; raises BadImage where
    the file is cut short or not built as its format asks.
    """
    strippers = {"PNG": _strip_png, "JPEG": _strip_jpeg, "WEBP": _strip_webp}
    return _examine(file, strippers)


def _examine(file: bytes, functions: dict[str, Callable]):
    examine = functions[file_format(file)]
    try:
        return examine(file)
    except (struct.error, IndexError) as error:  # read past the end
        raise BadImage from error


def _join(file: bytes, parts: list[Part], start: bytes) -> bytes:
    return start + b"".join(file[begin:end] for _, begin, end in parts)


# PNG: length, name, data, checksum; again and again


def _png_size(file: bytes) -> tuple[int, int]:
    if file[12:16] != b"IHDR":
        raise BadImage
    return struct.unpack_from(">II", file, 16)


def _strip_png(file: bytes) -> bytes:
    parts = list(_png_chunks(file))
    kept = [part for part in parts if part[0] in PNG_KEPT]
    if len(kept) == len(parts) and parts[-1][2] == len(file):
        return file  # as it comes out of a browser's canvas
    return _join(file, kept, PNG_START)


def _png_chunks(file: bytes) -> Iterator[Part]:
    start, name = len(PNG_START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", file, start)
        stop = start + 12 + length
        if stop > len(file):
            raise BadImage
        yield name, start, stop
        start = stop


# JPEG: 0xff, marker, length, data; after a scan's header its compressed data


def _jpeg_size(file: bytes) -> tuple[int, int]:
    for marker, start, _ in _jpeg_segments(file):
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", file, start + 5)
            return width, height
    raise BadImage


def _strip_jpeg(file: bytes) -> bytes:
    segments = list(_jpeg_segments(file))
    if sum(marker == START_OF_SCAN for marker, _, _ in segments) > MAX_SCANS:
        raise BadImage
    kept = [_clean(marker, file[start:stop]) for marker, start, stop in segments]
    return file[:2] + b"".join(kept)


def _jpeg_segments(file: bytes) -> Iterator[Part]:
    start, marker = 2, START_OF_IMAGE
    while marker != END_OF_IMAGE:
        while file[start + 1] == 0xFF:  # padding
            start += 1
        marker = file[start + 1]
        stop = start + 2
        if file[start] != 0xFF or marker < 0xC0 or 0xD0 <= marker <= START_OF_IMAGE:
            raise BadImage
        if marker != END_OF_IMAGE:
            stop += struct.unpack_from(">H", file, stop)[0]
        if marker == START_OF_SCAN:
            stop = _end_of_scan(file, stop)
        if stop > len(file):
            raise BadImage
        yield marker, start, stop
        start = stop


def _end_of_scan(file: bytes, start: int) -> int:
    marker = AFTER_SCAN.search(file, start)
    if not marker:
        raise BadImage
    return marker.start()


def _clean(marker: int, segment: bytes) -> bytes:
    """Return what is kept of a JPEG's segment: marker, length and data, or nothing."""
    data = segment[4:]
    if marker == APP0 and data.startswith(b"JFIF\0"):
        return _segment(marker, PLAIN_JFIF)
    if marker == APP1 and data.startswith(b"Exif\0\0"):
        return _orientation_alone(data[6:])
    if marker == APP14 and data.startswith(b"Adobe"):
        return _segment(marker, data[:12])  # how the colours are meant
    if APP0 <= marker <= APP15 or marker == COMMENT:
        return b""
    return segment


def _orientation_alone(tiff: bytes) -> bytes:
    """Return EXIF with the orientation only; nothing where the picture is upright."""
    orientation = _orientation(tiff)
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, orientation, 0)
    start = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1)
    return _segment(APP1, start + entry + bytes(4))


def _orientation(tiff: bytes) -> int:
    """Return the tag's value: 1 upright, 2 to 8 turned or mirrored, 0 none found."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, at)
            if (tag, kind) == (ORIENTATION, SHORT):
                return value
    except (KeyError, struct.error):  # a damaged block turns nothing
        pass
    return 0


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


# WebP: name, length, data, padding to an even length; again and again


def _webp_size(file: bytes) -> tuple[int, int]:
    name = file[12:16]
    if name == b"VP8X":
        width, height = (int.from_bytes(file[i : i + 3], "little") for i in (24, 27))
        return 1 + width, 1 + height
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", file, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", file, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise BadImage


def _strip_webp(file: bytes) -> bytes:
    kept = [part for part in _webp_chunks(file) if part[0] in WEBP_KEPT]
    body = bytearray(_join(file, kept, b"WEBP"))
    if body[4:8] == b"VP8X":
        body[12] &= ~WEBP_PROFILE_EXIF_XMP
    return b"RIFF" + struct.pack("<I", len(body)) + bytes(body)


def _webp_chunks(file: bytes) -> Iterator[Part]:
    start, end = 12, 8 + struct.unpack_from("<I", file, 4)[0]
    if end > len(file):
        raise BadImage
    while start < end:
        name, length = struct.unpack_from("<4sI", file, start)
        stop = start + 8 + length + length % 2
        if stop > end:
            raise BadImage
        yield name, start, stop
        start = stop
