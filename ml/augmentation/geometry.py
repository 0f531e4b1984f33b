"""Where each pixel of a distorted tile comes from: turned, cut, fitted again, wobbled.

Points are x, y in pixels, in one of three frames:

    old      the tile as it is
    turned   the old tile turned, slanted and stretched, measured from its middle
    new      the new tile: `turned`, scaled and shifted so that the digit fits

The digit is measured in `turned` (its box, where the page's edge cuts it, its centre of
mass). Then every new pixel is followed back: new -> turned -> old.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.augmentation.distortion import Distortion
from ml.augmentation.wobble import wobble
from ml.preprocessing.tile import BOX_SIDE, CENTRE, TILE_SIDE

MIDDLE = (TILE_SIDE - 1) / 2
FAR_OUTSIDE = 99  # turned pixels from the digit: an edge of the page that cuts nothing


class Plan(NamedTuple):
    """Where each pixel of the new tiles comes from."""

    maps: np.ndarray  # float32 (n, 2, 28, 28): x and y in the old tile
    scale: np.ndarray  # float32 (n,): new pixels per old pixel
    on_page: np.ndarray  # float32 (n, 28, 28): 0 beyond the page's edge, else 1


class Box(NamedTuple):
    """The box around each digit, in `turned`."""

    low: np.ndarray  # float32 (n, 2): its least x and y
    high: np.ndarray  # float32 (n, 2): its greatest


class PageEdge(NamedTuple):
    """For each digit a straight edge of the page, in `turned`; beyond is no ink."""

    axis: np.ndarray  # int (n,): 0 bounds x, 1 bounds y
    side: np.ndarray  # int (n,): 1 bounds from below, -1 from above
    position: np.ndarray  # float32 (n,): that x or y

    def depth(self, points: np.ndarray) -> np.ndarray:
        """How far inside the page points (n, 2, m) lie: (n, m), negative beyond."""
        along = points[np.arange(len(points)), self.axis]
        return self.side[:, None] * (along - self.position[:, None])

    def cut(self, box: Box) -> Box:
        """What is left of the boxes inside the page."""
        bounded = np.arange(2) == self.axis[:, None]
        side, position = self.side[:, None], self.position[:, None]
        low = np.where(bounded & (side > 0), np.maximum(box.low, position), box.low)
        high = np.where(bounded & (side < 0), np.minimum(box.high, position), box.high)
        return Box(low, high)


def plan_warp(
    tiles: np.ndarray,
    grow: np.ndarray,
    inner: np.ndarray,
    rng: Generator,
    how: Distortion,
) -> Plan:
    """Plan to turn tiles uint8 (n, 28, 28) and to fit them again as `to_tile` does.

    `grow` (n,) is what the pen will add on each side, in new pixels; `inner` (n,) what
    it takes off first, in old pixels (a redrawn digit starts from its middle line).
    """
    n = len(tiles)
    ink = tiles.reshape(n, -1).astype(np.float32)  # (n, 784)
    linear = _linear_maps(n, rng, how)  # (n, 2, 2), old to turned
    turned = linear @ _pixels_from_middle()  # (n, 2, 784): where the old pixels lie
    box = _box(turned, ink)
    edge = _page_edge(box, rng, how)
    mass = _centre_of_mass(turned, ink * (edge.depth(turned) > 0))  # (n, 2)
    scale = _scale(edge.cut(box), grow, inner, rng, how)  # (n,)
    back = _new_to_turned(mass, scale, rng, how)  # (n, 2, 784)
    maps = np.linalg.inv(linear) @ back + MIDDLE
    maps = maps.reshape(n, 2, TILE_SIDE, TILE_SIDE) + wobble(n, rng, how)
    on_page = (edge.depth(back) * scale[:, None] + 0.5).clip(0, 1)
    on_page = on_page.reshape(n, TILE_SIDE, TILE_SIDE)
    return Plan(maps.astype(np.float32), scale, on_page.astype(np.float32))


def _linear_maps(n: int, rng: Generator, how: Distortion) -> np.ndarray:
    """Random maps of area one, old to turned: float32 (n, 2, 2)."""
    angle = np.deg2rad(rng.uniform(-how.turn, how.turn, n))
    slant = rng.uniform(-how.slant, how.slant, n)
    wide = np.exp(rng.uniform(-how.stretch, how.stretch, n) / 2)
    cos, sin, zero = np.cos(angle), np.sin(angle), np.zeros(n)
    turn = np.array([[cos, -sin], [sin, cos]])
    shape = np.array([[wide, slant], [zero, 1 / wide]])
    return np.einsum("ijn,jkn->nik", turn, shape).astype(np.float32)


def _box(turned: np.ndarray, ink: np.ndarray) -> Box:
    """The box around what is more than half as dark as the darkest pixel."""
    dark = (ink > ink.max(1, keepdims=True) / 2)[:, None]  # (n, 1, 784)
    low = np.where(dark, turned, np.inf).min(2)
    high = np.where(dark, turned, -np.inf).max(2)
    return Box(np.where(dark.any(2), low, -1), np.where(dark.any(2), high, 1))


def _page_edge(box: Box, rng: Generator, how: Distortion) -> PageEdge:
    """Some drawings leave the page at one side of their box; the others are inside."""
    n = len(box.low)
    rows = np.arange(n)
    axis, side = rng.integers(0, 2, n), rng.choice([-1, 1], n)
    low, high = box.low[rows, axis], box.high[rows, axis]
    depth = rng.uniform(0, how.cut_depth, n) * (high - low)
    end = np.where(side > 0, low, high)
    leaves = rng.random(n) < how.cut
    position = np.where(leaves, end + side * depth, end - side * FAR_OUTSIDE)
    return PageEdge(axis, side, position.astype(np.float32))


def _centre_of_mass(turned: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Of pixels that lie at (n, 2, 784) and hold ink (n, 784): (n, 2)."""
    return (turned * ink[:, None]).sum(2) / ink.sum(1).clip(1)[:, None]


def _scale(
    box: Box, grow: np.ndarray, inner: np.ndarray, rng: Generator, how: Distortion
) -> np.ndarray:
    """New pixels per turned pixel, so that the longest side fits: float32 (n,)."""
    longest = (box.high - box.low).max(1) + 1 - 2 * inner
    wanted = BOX_SIDE * np.exp(rng.uniform(-how.size, how.size, len(longest)))
    scale = (wanted - 2 * grow) / longest.clip(2)
    return scale.clip(0.5, 3).astype(np.float32)


def _new_to_turned(
    mass: np.ndarray, scale: np.ndarray, rng: Generator, how: Distortion
) -> np.ndarray:
    """Where each new pixel lies in `turned`: float32 (n, 2, 784).

    The centre of mass comes to the new tile's CENTRE, or nearly.
    """
    centre = CENTRE - 0.5 + rng.uniform(-how.shift, how.shift, mass.shape)
    new = _pixels_from_middle() + np.float32(MIDDLE)
    from_centre = new - centre[..., None].astype(np.float32)
    return from_centre / scale[:, None, None] + mass[..., None]


@lru_cache(1)
def _pixels_from_middle() -> np.ndarray:
    """Each pixel's x and y from the tile's middle: float32 (2, 784)."""
    line = np.arange(TILE_SIDE, dtype=np.float32) - MIDDLE
    return np.stack(np.meshgrid(line, line)).reshape(2, -1).astype(np.float32)
