"""Drawings that are the same: byte by byte, or to the network."""

from collections.abc import Hashable, Iterable
from hashlib import blake2b

import numpy as np

from ml.tile import to_tile


def picture_hash(picture: bytes) -> str:
    """The same for the same bytes: 32 hexadecimal digits."""
    return blake2b(picture, digest_size=16).hexdigest()


def tile_hash(ink: np.ndarray) -> str:
    """The same for inks that make the same 28x28 tile, to 8 bits a pixel."""
    return picture_hash(np.rint(to_tile(ink) * 255).astype(np.uint8).tobytes())


def groups(rows: Iterable[tuple]) -> dict[Hashable, Hashable]:
    """Which drawings must stay on one side when some are held out from training.

    rows: an id, then what ties it to others, such as owner, tile_hash, picture_hash;
    '' and None tie nothing. Returns each id's group, called by its first row's id: give
    the oldest rows first, and a group keeps its name unless two become one.
    Union by rank of arrival, with path halving: Tarjan and van Leeuwen (1984).
    """
    place, parents, first_with = {}, [], {}

    def root(node):
        while parents[node] != node:
            parents[node] = node = parents[parents[node]]
        return node

    for pk, *ties in rows:
        mine = place[pk] = len(parents)
        parents.append(mine)
        for tie in enumerate(ties):
            if tie[1]:
                one, other = root(mine), root(first_with.setdefault(tie, mine))
                parents[max(one, other)] = min(one, other)
    ids = list(place)
    return {pk: ids[root(node)] for pk, node in place.items()}
