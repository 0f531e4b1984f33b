"""Hashes by which drawings find their twins: of the file's bytes, and of the tile."""

from hashlib import blake2b

import numpy as np

from ml.preprocessing.tile import to_bytes, to_tile


def picture_hash(picture: bytes) -> str:
    """The same for the same bytes: 32 hexadecimal digits."""
    return blake2b(picture, digest_size=16).hexdigest()


def tile_hash(ink: np.ndarray) -> str:
    """The same for inks (height, width) that make the same 28x28 tile."""
    return hash_of_tile(to_bytes(to_tile(ink)))


def hash_of_tile(tile: np.ndarray) -> str:
    """The same for the same tile, uint8 (28, 28), 255 ink."""
    return picture_hash(tile.tobytes())
