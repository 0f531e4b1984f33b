"""PNG files, https://www.w3.org/TR/png-3/: length, name, data, checksum; repeatedly."""

import re
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from zlib_ng import zlib_ng

from ml.preprocessing.errors import BadImage
from ml.preprocessing.formats import exif
from ml.preprocessing.formats.png_pixels import (
    PALETTE,
    Header,
    inflated_size,
    read_header,
    stored,
    stream_length,
)

START = b"\x89PNG\r\n\x1a\n"
ORDER = re.compile(b"IHDR (gAMA |sRGB )*(PLTE )?(tRNS )?(IDAT )+")
COLOUR_SPACE: dict[bytes, Callable[[bytes], bool]] = {  # and what fits it
    b"gAMA": lambda data: len(data) == 4 and 0 < int.from_bytes(data) < 2**31,
    b"sRGB": lambda data: len(data) == 1 and data[0] < 4,
}
CLEAR = {0: {2}, 2: {6}, PALETTE: range(1, 257)}  # a tRNS's length, by colour type
RAW_EXIF = b"Raw profile type exif\0"  # a text that ImageMagick and others write


class Chunk(NamedTuple):
    name: bytes
    data: bytes
    checksum: int


def size(file: bytes) -> tuple[int, int]:
    """Return width and height as the header says. Raises BadImage."""
    if file[12:16] != b"IHDR":
        raise BadImage
    return struct.unpack_from(">II", file, 16)


def strip(file: bytes) -> bytes:
    """Return the chunks that make the pixels, each intact, once and in its place.

    Decoders disagree about anything else: one refuses what another skips. Raises
    BadImage where the pixels themselves are damaged.
    """
    chunks = list(_chunks(file))
    header = read_header(chunks[0].data)
    kept = list(_kept(chunks, header))
    names = b"".join(chunk.name + b" " for chunk in kept)
    if not ORDER.fullmatch(names) or not all(map(_is_intact, kept)):
        raise BadImage
    if header.colour == PALETTE and b"PLTE" not in names:
        raise BadImage
    kept = [*_without_surplus(kept, header), _chunk(b"IEND", b"")]
    if kept == chunks and len(file) == len(START) + sum(12 + len(c.data) for c in kept):
        return file  # as it comes out of a browser's canvas
    return START + b"".join(map(_to_bytes, kept))


def needs_redrawing(file: bytes) -> bool:
    """Return whether EXIF may turn the picture: few readers of a PNG look there."""
    return any(
        (chunk.name == b"eXIf" and exif.orientation(chunk.data) in exif.TURNED)
        or (chunk.name in (b"tEXt", b"zTXt") and chunk.data.startswith(RAW_EXIF))
        for chunk in _chunks(file)
    )


def write_grey(levels: np.ndarray) -> bytes:
    """Return uint8 (height, width), 255 white, as a PNG, in a third of Pillow's time.

    An answer shows a tile so: too little for the many things that Pillow looks after.
    """
    height, width = levels.shape
    header = struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    pixels = np.pad(levels, [(0, 0), (1, 0)]).tobytes()  # each row's filter: none
    parts = {b"IHDR": header, b"IDAT": zlib_ng.compress(pixels), b"IEND": b""}
    return START + b"".join(_to_bytes(_chunk(*part)) for part in parts.items())


def with_stored_pixels(file: bytes) -> bytes:
    """Return a file that strip() made with its pixels stored, not compressed.

    zlib-ng inflates a canvas ten times faster than the zlib within pyspng does.
    """
    chunks = list(_chunks(file))
    data = b"".join(chunk.data for chunk in chunks if chunk.name == b"IDAT")
    size = inflated_size(read_header(chunks[0].data))
    pixels = zlib_ng.decompress(data, bufsize=size)
    kept = chunks[0], _chunk(b"IDAT", stored(pixels)), chunks[-1]
    return START + b"".join(map(_to_bytes, kept))


def _chunks(file: bytes) -> Iterator[Chunk]:
    start, name = len(START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", file, start)
        stop = start + 8 + length
        (checksum,) = struct.unpack_from(">I", file, stop)
        yield Chunk(name, file[start + 8 : stop], checksum)
        start = stop + 4


def _kept(chunks: list[Chunk], header: Header) -> Iterator[Chunk]:
    """Choose the chunks that say something of the pixels, but for the end."""
    seen: set[bytes] = set()
    for chunk in chunks:
        name, data = chunk.name, chunk.data
        if name in (b"IHDR", b"IDAT"):
            yield chunk
        elif name == b"PLTE" and header.colour == PALETTE:
            if len(data) % 3 or not 0 < len(data) <= 3 << header.depth:
                raise BadImage
            yield chunk
        elif name == b"tRNS" and header.colour in CLEAR:
            if len(data) not in CLEAR[header.colour]:
                raise BadImage
            yield chunk
        elif name in COLOUR_SPACE and not seen & {name, b"PLTE", b"IDAT"}:
            yield from [chunk] * (COLOUR_SPACE[name](data) and _is_intact(chunk))
        seen.add(name)


def _without_surplus(chunks: list[Chunk], header: Header) -> list[Chunk]:
    """Cut off what follows the end of the compressed pixels. Raises BadImage."""
    data = [chunk.data for chunk in chunks if chunk.name == b"IDAT"]
    stream = data[0] if len(data) == 1 else b"".join(data)
    length = stream_length(stream, header)
    if length == len(stream):
        return chunks
    others = [chunk for chunk in chunks if chunk.name != b"IDAT"]
    return [*others, _chunk(b"IDAT", stream[:length])]


def _chunk(name: bytes, data: bytes) -> Chunk:
    return Chunk(name, data, zlib_ng.crc32(data, zlib_ng.crc32(name)))


def _is_intact(chunk: Chunk) -> bool:
    return chunk == _chunk(chunk.name, chunk.data)


def _to_bytes(chunk: Chunk) -> bytes:
    name, data, checksum = chunk
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", checksum)
