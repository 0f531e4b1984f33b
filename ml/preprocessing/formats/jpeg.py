"""JPEG files, ITU T.81 annex B: 0xff, marker, length, data; a scan goes on after it."""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from ml.preprocessing.errors import BadImage, CutShort
from ml.preprocessing.formats import exif

START = b"\xff\xd8"
END = b"\xff\xd9"
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = 0xD8, 0xD9, 0xDA
START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
BROWSERS_READ = {0xC0, 0xC1, 0xC2}  # frames: baseline, extended, progressive
SEQUENTIAL = {0xC0, 0xC1}  # frames that are decoded row by row, if in a single scan
COEFFICIENT = 2  # bytes
TABLES = {0xC4, 0xCC, 0xDB, 0xDD}  # Huffman, arithmetic, quantisation, restarts
APP0, APP1, APP14 = 0xE0, 0xE1, 0xEE
AFTER_SCAN = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")  # neither data nor restart
PLAIN_JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"  # 1.1, square pixels, no thumbnail
MAX_SCANS = 50  # each costs a pass over all pixels; progressive files have about 10


class Segment(NamedTuple):
    marker: int
    start: int  # in the file
    stop: int


class Frame(NamedTuple):
    marker: int
    width: int
    height: int
    samples: float  # per pixel: 1 grey, 1.5 to 3 colours


def size(file: bytes) -> tuple[int, int]:
    """Return width and height as the frame's header says. Raises BadImage."""
    frame = read_frame(file)
    return frame.width, frame.height


def read_frame(file: bytes) -> Frame:
    """Return what the first frame's header says. Raises BadImage."""
    for marker, start, stop in _segments(file):
        if marker in START_OF_FRAME:
            height, width, count = struct.unpack_from(">HHB", file, start + 5)
            factors = file[start + 11 : stop : 3]  # across << 4 | down, of each colour
            areas = [(factor >> 4) * (factor & 15) for factor in factors]
            if not areas or 0 in areas or len(areas) != count:
                raise BadImage
            return Frame(marker, width, height, sum(areas) / max(areas))
    raise BadImage


def is_decoded_at_once(file: bytes) -> bool:
    """Return whether a decoder holds the coefficients of all pixels in memory."""
    scans = sum(marker == START_OF_SCAN for marker, _, _ in _segments(file))
    return scans > 1 or read_frame(file).marker not in SEQUENTIAL


def strip(file: bytes) -> bytes:
    """Return the segments that make the pixels, with the orientation and an end.

    Without the orientation the picture lies on its side. Raises BadImage where the
    file has several frames, or too many scans.
    """
    segments = list(_segments(file))
    markers = [segment.marker for segment in segments]
    frames = [i for i, marker in enumerate(markers) if marker in START_OF_FRAME]
    scans = [i for i, marker in enumerate(markers) if marker == START_OF_SCAN]
    if len(frames) != 1 or not scans or len(scans) > MAX_SCANS or scans[0] < frames[0]:
        raise BadImage
    kept = segments[: scans[-1] + 1]
    return START + b"".join(_clean(m, file[i:j]) for m, i, j in kept) + END


def needs_redrawing(file: bytes) -> bool:
    """Return whether browsers do not read this coding: arithmetic, lossless."""
    return read_frame(file).marker not in BROWSERS_READ


def has_end(file: bytes) -> bool:
    *_, last = _segments(file)
    return last.marker == END_OF_IMAGE


def _segments(file: bytes) -> Iterator[Segment]:
    start, marker = len(START), START_OF_IMAGE
    end = len(file.rstrip(b"\xff"))  # half an end marker says nothing
    while marker != END_OF_IMAGE:
        while file[start + 1] == 0xFF:  # padding
            start += 1
        marker = file[start + 1]
        stop = start + 2
        if file[start] != 0xFF or marker < 0xC0 or 0xD0 <= marker <= START_OF_IMAGE:
            raise BadImage
        if marker != END_OF_IMAGE:
            stop += struct.unpack_from(">H", file, stop)[0]
        if stop > len(file):
            raise CutShort
        if marker == START_OF_SCAN:
            match = AFTER_SCAN.search(file, stop)
            stop = match.start() if match else end
        yield Segment(marker, start, stop)
        if stop == end:  # browsers show it without its end, too
            return
        start = stop


def _clean(marker: int, segment: bytes) -> bytes:
    """Return what is kept of a segment: marker, length and data, or nothing."""
    data = segment[4:]
    if marker == APP0 and data.startswith(b"JFIF\0"):
        return _segment(marker, PLAIN_JFIF)
    if marker == APP1 and data.startswith(exif.START):
        orientation = exif.orientation(data)
        turned = orientation in exif.TURNED
        return _segment(marker, exif.orientation_alone(orientation)) if turned else b""
    if marker == APP14 and data.startswith(b"Adobe"):
        return _segment(marker, data[:12])  # how the colours are meant
    if marker in START_OF_FRAME | TABLES | {START_OF_SCAN}:
        return segment
    return b""


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
