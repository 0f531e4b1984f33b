"""A PNG's header, and whether its compressed pixels are as many as that says."""

import struct
from typing import NamedTuple

from zlib_ng import zlib_ng

from ml.preprocessing.errors import BadImage

PALETTE = 3  # the colour type
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # per pixel, by colour type
ADAM7 = (  # the first column and row of each pass, and the steps to the next
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
BLOCK = 2**16 - 1  # bytes: most that a block of deflate stores
PIECE = 2**18  # bytes inflated at a time: a whole picture may have 134 MB


class Header(NamedTuple):
    """What IHDR says."""

    width: int
    height: int
    depth: int  # bits of a sample
    colour: int
    compression: int
    filter: int
    interlace: int


def read_header(data: bytes) -> Header:
    """Raises BadImage where PNG has no such header."""
    header = Header(*struct.unpack(">II5B", data))
    if header.depth not in DEPTHS.get(header.colour, ()) or header.interlace > 1:
        raise BadImage
    if header.compression or header.filter:
        raise BadImage
    return header


def stream_length(data: bytes, header: Header) -> int:
    """Return how many bytes the compressed pixels take. Raises BadImage.

    A whole stream inflates to just so many bytes as the picture has, and ends in their
    checksum. pyspng looks at neither, Pillow at both.
    """
    inflater, size, rest = zlib_ng.decompressobj(), 0, data
    wanted = inflated_size(header)
    try:
        while not inflater.eof and size <= wanted:
            piece = inflater.decompress(rest, PIECE)
            if not piece and not inflater.eof:  # cut short
                raise BadImage
            size += len(piece)
            rest = inflater.unconsumed_tail
    except zlib_ng.error as error:  # type: ignore[misc]  # its hint is no type
        raise BadImage from error
    if size != wanted:
        raise BadImage
    return len(data) - len(inflater.unused_data)


def stored(pixels: bytes) -> bytes:
    """Return pixels as a stream of deflate that compresses nothing."""
    parts = [b"\x78\x01"]
    for start in range(0, len(pixels), BLOCK):
        block = pixels[start : start + BLOCK]
        is_last, length = start + BLOCK >= len(pixels), len(block)
        parts += struct.pack("<BHH", is_last, length, length ^ BLOCK), block
    return b"".join([*parts, zlib_ng.adler32(pixels).to_bytes(4)])


def inflated_size(header: Header) -> int:
    """Return the bytes of all rows, each with the number of its filter before it."""
    bits = header.depth * SAMPLES[header.colour]
    total = 0
    for left, top, across, down in ADAM7 if header.interlace else [(0, 0, 1, 1)]:
        columns = -(-(header.width - left) // across)
        rows = -(-(header.height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 - (-columns * bits // 8))
    return total
