"""Tiles as pictures that people can see, and what an import kept as one of these."""

import base64
import io

import numpy as np
from PIL import Image

from ml.preprocessing.metadata import header_size
from ml.preprocessing.tile import TILE_SIDE, to_bytes
from recognizer.drawings.fingerprints import picture_hash


def tile_png(tile: np.ndarray) -> bytes:
    """A float tile 0..1 as a small grey PNG, ink white on black."""
    png = io.BytesIO()
    Image.fromarray(to_bytes(tile)).save(png, "PNG")
    return png.getvalue()


def tile_url(tile: np.ndarray) -> str:
    """A tile as the address of an <img>."""
    return "data:image/png;base64," + base64.b64encode(tile_png(tile)).decode()


def imported_tile(picture: bytes, tile_hash: str) -> bytes | None:
    """The tile that an import made this picture of, 784 bytes; None of others.

    An import keeps the hash of the tile itself: to_tile() of its picture differs.
    """
    if header_size(picture) != (TILE_SIDE, TILE_SIDE):
        return None
    tile = Image.open(io.BytesIO(picture)).convert("L").tobytes()
    return tile if picture_hash(tile) == tile_hash else None
