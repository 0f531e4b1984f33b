"""Pictures and tiles as images: for people to see, and for an import to keep."""

import base64

import numpy as np

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.formats import png
from ml.preprocessing.metadata import file_format
from ml.preprocessing.picture import Picture, decode
from ml.preprocessing.tile import TILE_SIDE, to_bytes
from recognizer.drawings.fingerprints import hash_of_tile
from recognizer.models import Prediction


def tile_png(tile: np.ndarray) -> bytes:
    """Return a tile, floats 0..1 (side, side), as a grey PNG, ink white on black."""
    return png.write_grey(to_bytes(tile))


def tile_url(tile: np.ndarray) -> str:
    """Return a tile as the address of an <img>."""
    return "data:image/png;base64," + base64.b64encode(tile_png(tile)).decode()


def tile_url_or_none(prediction: Prediction) -> str | None:
    """The tile that was answered; None where its picture cannot be read any more."""
    try:
        return tile_url(prediction.tile)
    except (BadImage, Blank):
        return None


def media_type(picture: bytes) -> str:
    """Return what a picture's file is, such as "image/png". Raises BadImage."""
    return f"image/{file_format(picture).lower()}"


def imported_tile(picture: Picture, tile_hash: str) -> np.ndarray | None:
    """Return the tile that an import made this picture of, uint8 (28, 28), 255 ink.

    None of other pictures. An import keeps the hash of the tile itself, since to_tile()
    makes another one of its picture.
    """
    if picture.size != (TILE_SIDE, TILE_SIDE):
        return None
    tile = np.asarray(decode(picture).convert("L"))
    return tile if hash_of_tile(tile) == tile_hash else None
