"""Drawings that are the same: byte by byte, or to the network."""

from hashlib import blake2b

import numpy as np

from ml.preprocessing.tile import to_bytes, to_tile


def picture_hash(picture: bytes) -> str:
    """The same for the same bytes: 32 hexadecimal digits."""
    return blake2b(picture, digest_size=16).hexdigest()


def tile_hash(ink: np.ndarray) -> str:
    """The same for inks that make the same 28x28 tile, to 8 bits a pixel."""
    return picture_hash(to_bytes(to_tile(ink)).tobytes())
