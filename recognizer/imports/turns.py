"""Pictures turned as their files should have been."""

import io
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PIL import Image

from ml.preprocessing.picture import Picture, decode
from recognizer.drawings.fingerprints import hash_of_tile
from recognizer.imports.records import ImportedPicture


class Turn(NamedTuple):
    """One of the ways to turn a picture over."""

    done: str  # what the pictures then are
    turn: Callable[[np.ndarray], np.ndarray]  # (height, width, ...) -> turned


# By the option that does it. EMNIST's files, for one, have rows for columns.
TURNS = {
    "transpose": Turn("transposed", lambda rows: rows.swapaxes(0, 1)),
    "mirror": Turn("mirrored", lambda rows: rows[:, ::-1]),
    "flip": Turn("with the top down", lambda rows: rows[::-1]),
    "rotate-180": Turn("turned by 180 degrees", lambda rows: rows[::-1, ::-1]),
    "rotate-left": Turn("turned to the left", np.rot90),
    "rotate-right": Turn("turned to the right", lambda rows: np.rot90(rows, -1)),
}


def turned(record: ImportedPicture, picture: Picture, turn: Turn) -> ImportedPicture:
    """The record with its `picture` turned, as a PNG; its strokes no longer fit.

    Raises BadImage.
    """
    image = decode(picture)
    if record.tile_hash:
        image = image.convert("L")
    pixels = np.ascontiguousarray(turn.turn(np.asarray(image)))
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    tile_hash = record.tile_hash and hash_of_tile(pixels)
    return record._replace(picture=png.getvalue(), strokes=None, tile_hash=tile_hash)
