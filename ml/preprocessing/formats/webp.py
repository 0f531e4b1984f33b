"""WebP files, RFC 9649: name, length, data, padding to an even length; repeatedly."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ml.preprocessing.errors import BadImage, CutShort
from ml.preprocessing.formats import exif

LOSSY, LOSSLESS, EXTENDED, ALPHA = b"VP8 ", b"VP8L", b"VP8X", b"ALPH"
ANIMATION, FRAME = b"ANIM", b"ANMF"
HAS_ALPHA, IS_ANIMATED = 0x10, 0x02  # flags of the extended header


class Chunk(NamedTuple):
    name: bytes
    data: bytes


def size(file: bytes) -> tuple[int, int]:
    """Return width and height as the first chunk says. Raises BadImage."""
    name = file[12:16]
    if name == EXTENDED:
        width, height = (int.from_bytes(file[i : i + 3], "little") for i in (24, 27))
        return 1 + width, 1 + height
    if name == LOSSLESS:
        (bits,) = struct.unpack_from("<I", file, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == LOSSY:
        width, height = struct.unpack_from("<HH", file, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise BadImage


def strip(file: bytes) -> bytes:
    """Return the header, the alpha and the pixels, each once; or all frames.

    Raises BadImage where there are no pixels.
    """
    chunks = list(_chunks(file))
    kept = _frames(chunks) if _is_animated(chunks) else _picture(chunks)
    body = b"WEBP" + b"".join(map(_to_bytes, kept))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def needs_redrawing(file: bytes) -> bool:
    """Return whether it is turned or moves: a kept picture is upright and still."""
    chunks = list(_chunks(file))
    return _is_animated(chunks) or any(
        name == b"EXIF" and exif.orientation(data) in exif.TURNED
        for name, data in chunks
    )


def _chunks(file: bytes) -> Iterator[Chunk]:
    start, end = 12, 8 + struct.unpack_from("<I", file, 4)[0]
    if end > len(file):
        raise CutShort
    while start < end:
        name, length = struct.unpack_from("<4sI", file, start)
        stop = start + 8 + length
        if stop + length % 2 > end:
            raise BadImage
        yield Chunk(name, file[start + 8 : stop])
        start = stop + length % 2


def _is_animated(chunks: list[Chunk]) -> bool:
    return chunks[0].name == EXTENDED and FRAME in dict(chunks)


def _frames(chunks: list[Chunk]) -> list[Chunk]:
    header, *others = chunks
    kept = [chunk for chunk in others if chunk.name in (ANIMATION, FRAME)]
    return [_extended(header, header.data[0] & HAS_ALPHA | IS_ANIMATED), *kept]


def _picture(chunks: list[Chunk]) -> list[Chunk]:
    pixels = next((c for c in chunks if c.name in (LOSSY, LOSSLESS)), None)
    if not pixels:
        raise BadImage
    if chunks[0].name != EXTENDED:
        return [pixels]
    before = chunks[: chunks.index(pixels)]
    alpha = [chunk for chunk in before if chunk.name == ALPHA][:1]
    if pixels.name == LOSSLESS:
        alpha = []  # it has its own
    flags = HAS_ALPHA if alpha else chunks[0].data[0] & HAS_ALPHA
    return [_extended(chunks[0], flags), *alpha, pixels]


def _extended(header: Chunk, flags: int) -> Chunk:
    """Return the extended header with these flags. Raises BadImage."""
    if len(header.data) != 10:
        raise BadImage
    return Chunk(EXTENDED, bytes([flags, 0, 0, 0]) + header.data[4:])


def _to_bytes(chunk: Chunk) -> bytes:
    name, data = chunk
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
