"""Real pictures, damaged: what a fuzz sends, and what becomes of it."""

import io
import struct

import numpy as np
from PIL import Image

from ml.preprocessing.errors import BadImage, Blank
from tests.support.drawings import BLACK, DIGITS, WHITE, draw, encode, png_chunk
from tests.support.readers import keep, read_by_all

PAGE = {"page": (40, 30), "pen": 3}


def originals():
    """Small files of every kind that cameras, canvases and tools write."""
    clear = draw(DIGITS[3], **PAGE)
    opaque = draw(DIGITS[5], **PAGE, colour=BLACK, paper=WHITE, mode="RGB")
    turned = Image.Exif()
    turned[0x0112] = 6
    deep = Image.fromarray(np.asarray(opaque.convert("L"), np.uint16) * 257)
    moving = {"save_all": True, "append_images": [clear.rotate(90)], "lossless": True}
    return [
        encode(clear),
        encode(opaque),
        encode(opaque.convert("L")),
        encode(opaque.convert("1")),
        encode(opaque.convert("P"), transparency=0),
        encode(deep),
        encode(clear, exif=turned, dpi=(9, 9)),
        encode(opaque, transparency=WHITE),
        encode(clear.convert("LA")),
        encode(opaque, "JPEG"),
        encode(opaque, "JPEG", progressive=True, exif=turned),
        encode(opaque.convert("L"), "JPEG", restart_marker_blocks=2),
        encode(opaque.convert("CMYK"), "JPEG", comment=b"four inks"),
        encode(clear, "WEBP"),
        encode(clear, "WEBP", lossless=True, exif=turned),
        encode(opaque, "WEBP", quality=30),
        encode(clear, "WEBP", **moving),
    ]


def mutated(files, rng):
    """One of the files, damaged in its bytes, in its parts, or in both."""
    file = files[rng.integers(len(files))]
    if rng.random() < 0.6:
        parts = split(file)
        for _ in range(rng.integers(1, 4)):
            _damage_parts(parts, rng)
        if rng.random() < 0.2:
            _splice(parts, split(files[rng.integers(len(files))]), rng)
        file = join(file, parts)
        if rng.random() < 0.7:
            return file
    for _ in range(rng.integers(1, 5)):
        file = _damage_bytes(file, rng)
    return file


def outcome(file):
    """What becomes of a file, in a word. Raises where a later reader would fail."""
    try:
        kept = keep(file)
    except (BadImage, Blank) as error:
        return type(error).__name__
    read_by_all(kept)
    return "kept as sent" if kept == file else "kept, cleaned or drawn anew"


def split(file):
    """The parts of a file: [name, data] of chunks, or [marker, data] of segments."""
    stream, parts = io.BytesIO(file), []
    if file.startswith(b"\x89PNG"):
        stream.seek(8)
        while head := stream.read(8):
            length, name = struct.unpack(">I4s", head)
            parts.append([name, stream.read(length)])
            stream.read(4)
    elif file.startswith(b"RIFF"):
        stream.seek(12)
        while head := stream.read(8):
            name, length = struct.unpack("<4sI", head)
            parts.append([name, stream.read(length)])
            stream.read(length % 2)
    else:
        starts = [i for i in range(len(file)) if file[i] == 0xFF and file[i + 1] > 0xBF]
        for start, stop in zip(starts, [*starts[1:], len(file)], strict=True):
            parts.append([file[start : start + 2], file[start + 2 : stop]])
    return parts


def join(file, parts):
    """The parts as a file of that kind, with right lengths and checksums."""
    if file.startswith(b"\x89PNG"):
        return file[:8] + b"".join(png_chunk(name[:4], data) for name, data in parts)
    if file.startswith(b"RIFF"):
        body = b"".join(
            name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
            for name, data in parts
        )
        return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body
    return b"".join(name + data for name, data in parts)


def _damage_parts(parts, rng):
    at, other = rng.integers(len(parts) + 1), rng.integers(len(parts) + 1)
    at, other = min(at, len(parts) - 1), min(other, len(parts) - 1)
    name, data = parts[at]
    match rng.integers(7):
        case 0:
            parts[at], parts[other] = parts[other], parts[at]
        case 1:
            parts.insert(other, [name, data])
        case 2 if len(parts) > 1:
            del parts[at]
        case 3:
            parts[at] = [name, data[: rng.integers(len(data) + 1)]]
        case 4:
            parts[at] = [name, data + rng.bytes(rng.integers(1, 9))]
        case 5:
            parts[at] = [parts[other][0], data]
        case _:
            parts[at] = [name, _damage_bytes(data, rng)]


def _splice(parts, others, rng):
    part = others[rng.integers(len(others))]
    if len(part[0]) == len(parts[0][0]):
        parts.insert(rng.integers(len(parts) + 1), part)


def _damage_bytes(data, rng):
    if not data:
        return rng.bytes(3)
    at, length = int(rng.integers(len(data))), int(rng.integers(1, 9))
    match rng.integers(6):
        case 0:
            bit = bytes([data[at] ^ 1 << rng.integers(8)])
            return data[:at] + bit + data[at + 1 :]
        case 1:
            return data[:at] + rng.bytes(length) + data[at + length :]
        case 2:
            return data[:at] + rng.bytes(length) + data[at:]
        case 3:
            return data[:at] + data[at + length :]
        case 4:
            return data[:at]
        case _:
            extreme = bytes([(0, 255, 127, 128)[rng.integers(4)]])
            return data[:at] + extreme + data[at + 1 :]
