"""Geometry of a distorted tile: turned, fitted to the tile, cut, wobbled."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.augmentation.distortion import Distortion
from ml.preprocessing.tile import BOX_SIDE, CENTRE, TILE_SIDE

MIDDLE = (TILE_SIDE - 1) / 2


class Plan(NamedTuple):
    """Where each pixel of the new tiles comes from."""

    maps: np.ndarray  # float32 (n, 2, 28, 28): x and y in the old tile
    scale: np.ndarray  # float32 (n,): new pixels per old pixel
    keep: np.ndarray  # float32 (n, 28, 28): 0 beyond the page's edge


def plan_warp(x: np.ndarray, grow, inner, rng: Generator, how: Distortion) -> Plan:
    """Turn, slant and stretch, then fit to the tile as `ml.preprocessing.tile` would.

    `grow` is what the pen will add on each side, in new pixels; `inner` what it takes
    off first, in old pixels (a redrawn digit starts from its middle line).
    """
    n = len(x)
    linear = _linear(n, rng, how)
    pixels = _grid()
    places = linear @ pixels  # (n, 2, 784), not yet scaled
    ink = x.reshape(n, -1).astype(np.float32)
    low, high = _box(places, ink)
    axis, side, page = _page_edge(low, high, rng, how)
    along = np.take_along_axis(places, axis[:, None, None], 1)[:, 0]
    ink = ink * (side[:, None] * (along - page[:, None]) > 0)
    mass = (places * ink[:, None]).sum(2) / ink.sum(1).clip(1)[:, None]
    longest = (high - low).max(1) + 1 - 2 * inner
    wanted = BOX_SIDE * np.exp(rng.uniform(-how.size, how.size, n))
    scale = ((wanted - 2 * grow) / longest.clip(2)).clip(0.5, 3).astype(np.float32)
    centre = CENTRE - 0.5 + rng.uniform(-how.shift, how.shift, (n, 2))
    # Backwards: a new pixel's place before scaling, then in the old tile.
    back = pixels + np.float32(MIDDLE) - centre[..., None].astype(np.float32)
    back /= scale[:, None, None]
    back += mass[..., None]
    maps = np.linalg.inv(linear) @ back + MIDDLE
    maps = maps.reshape(n, 2, TILE_SIDE, TILE_SIDE) + _wobble(n, rng, how)
    beyond = np.take_along_axis(back, axis[:, None, None], 1)[:, 0] - page[:, None]
    keep = (side[:, None] * beyond * scale[:, None] + 0.5).clip(0, 1)
    keep = keep.reshape(-1, TILE_SIDE, TILE_SIDE)
    return Plan(maps.astype(np.float32), scale, keep.astype(np.float32))


def _linear(n: int, rng: Generator, how: Distortion) -> np.ndarray:
    """Random 2x2 maps of area one, old to new: (n, 2, 2)."""
    angle = np.deg2rad(rng.uniform(-how.turn, how.turn, n))
    slant = rng.uniform(-how.slant, how.slant, n)
    wide = np.exp(rng.uniform(-how.stretch, how.stretch, n) / 2)
    cos, sin, no = np.cos(angle), np.sin(angle), np.zeros(n)
    turn = np.array([[cos, -sin], [sin, cos]])
    shape = np.array([[wide, slant], [no, 1 / wide]])
    return np.einsum("ijn,jkn->nik", turn, shape).astype(np.float32)


def _box(places: np.ndarray, ink: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest x, y of what is more than half as dark as the darkest."""
    dark = (ink > ink.max(1, keepdims=True) / 2)[:, None]
    low = np.where(dark, places, np.inf).min(2)
    high = np.where(dark, places, -np.inf).max(2)
    return np.where(dark.any(2), low, -1), np.where(dark.any(2), high, 1)


def _page_edge(low: np.ndarray, high: np.ndarray, rng: Generator, how: Distortion):
    """Some drawings leave the page: the axis, the side (1: low end) and the place.

    Moves `low` or `high` of these drawings to the page's edge; the others get an edge
    far outside.
    """
    n = len(low)
    rows = np.arange(n)
    axis, side = rng.integers(0, 2, n), rng.choice([-1, 1], n)
    depth = rng.uniform(0, how.cut_depth, n) * (high - low)[rows, axis]
    end = np.where(side > 0, low[rows, axis], high[rows, axis])
    leaves = rng.random(n) < how.cut
    page = np.where(leaves, end + side * depth, end - side * 99)
    for bound, which in ((low, 1), (high, -1)):
        mine = leaves & (side == which)
        bound[mine, axis[mine]] = page[mine]
    return axis, side, page.astype(np.float32)


def _wobble(n: int, rng: Generator, how: Distortion) -> np.ndarray:
    fields = _smooth_fields()
    amount = rng.uniform(0, how.wobble, n).astype(np.float32)
    return fields[rng.integers(len(fields), size=n)] * amount[:, None, None, None]


@lru_cache(1)
def _smooth_fields(count: int = 1000) -> np.ndarray:
    """Smooth displacements (count, 2, 28, 28), root mean square 1 (Simard 2003)."""
    import cv2

    rng, edge = np.random.default_rng(0), 16
    side = TILE_SIDE + 2 * edge
    out = np.empty((count, 2, TILE_SIDE, TILE_SIDE), np.float32)
    for field in out.reshape(-1, TILE_SIDE, TILE_SIDE):
        noise = rng.standard_normal((side, side), np.float32)
        field[:] = cv2.GaussianBlur(noise, (0, 0), rng.uniform(3, 6))[
            edge:-edge, edge:-edge
        ]
    return out / out.std(axis=(1, 2, 3), keepdims=True)


@lru_cache(1)
def _grid() -> np.ndarray:
    """Pixel centres x, y around the tile's middle: float32 (2, 784)."""
    line = np.arange(TILE_SIDE, dtype=np.float32) - MIDDLE
    return np.stack(np.meshgrid(line, line)).reshape(2, -1).astype(np.float32)
