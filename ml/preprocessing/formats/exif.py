"""EXIF's orientation, the only thing in it that changes what a picture shows.

CIPA DC-008, https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E
"""

import struct

START = b"Exif\0\0"
ORIENTATION, SHORT = 0x0112, 3  # the tag and the type of its value
TURNED = range(2, 9)  # mirrored, turned or both; 1 is upright


def orientation(exif: bytes) -> int:
    """Return the tag's value: 1 upright, 2 to 8 turned or mirrored, 0 none found."""
    tiff = exif.removeprefix(START)
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


def orientation_alone(value: int) -> bytes:
    """Return EXIF that holds the orientation and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, value, 0)
    return START + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
