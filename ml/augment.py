"""Distort tiles as hands, pens and canvases do, a batch at a time.

A digit is turned, slanted, stretched, wobbled and drawn with another pen, then fitted
to the tile again by the rule of `ml.tile` (longest side, centre of mass): a real
drawing passes that rule too, so the network need not learn any place or size but the
rule's own noise. Changing the pen's width is what matters most for canvas drawings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ml.fields import EDGE_ZERO, LINE_FINE, STEP, Fields
from ml.tile import BOX_SIDE, TILE_SIDE

Rng = np.random.Generator
MIDDLE = (TILE_SIDE - 1) / 2
AS_IS, WARPED, EDGED, REDRAWN = range(4)  # what happens to a tile


@dataclass(frozen=True)
class Distortion:
    """How far drawings differ; lengths in tile pixels, shares 0..1."""

    kinds: tuple[float, ...] = (0.2, 0.2, 0.3, 0.3)  # AS_IS, WARPED, EDGED, REDRAWN
    turn: float = 15.0  # degrees either way: more and a 6 nears a 9
    slant: float = 0.3  # sideways per height, either way
    stretch: float = 0.2  # log of the aspect's change, either way
    size: float = 0.07  # log of the longest side's change: noise of the fit
    shift: float = 0.6  # noise of the fit
    wobble: float = 0.9  # root mean square of the smooth displacement, at most
    thicker: tuple[float, float] = (-0.55, 1.3)  # EDGED: moves the edge outwards
    pen: tuple[float, float] = (0.25, 3.6)  # REDRAWN: width; 3 to 45 px on 240
    soft: tuple[float, float] = (0.5, 1.3)  # width of the edge's ramp
    cut: float = 0.1  # share of drawings that leave the page at one side ...
    cut_depth: float = 0.14  # ... by at most this share of their size
    blur: float = 0.1  # share of tiles
    pale: float = 0.1  # share of tiles


class Tiles(NamedTuple):
    """Tiles uint8 (n, 28, 28), 255 ink, their labels and their distance fields."""

    x: np.ndarray
    y: np.ndarray
    fields: Fields
    redrawable: np.ndarray  # bool (n,): the middle line is what was meant

    def take(self, rows: np.ndarray) -> Tiles:
        fields = Fields(*(column[rows] for column in self.fields))
        return Tiles(self.x[rows], self.y[rows], fields, self.redrawable[rows])


class _Plan(NamedTuple):
    """Where each pixel of the new tiles comes from."""

    maps: np.ndarray  # float32 (n, 2, 28, 28): x and y in the old tile
    scale: np.ndarray  # float32 (n,): new pixels per old pixel
    keep: np.ndarray  # float32 (n, 28, 28): 0 beyond the page's edge


def distort(tiles: Tiles, rng: Rng, how: Distortion | None = None) -> np.ndarray:
    """New drawings of the same digits: float32 (n, 28, 28), 0..1."""
    how = how or Distortion()
    n = len(tiles.x)
    kinds = rng.choice(4, n, p=how.kinds)
    kinds[(kinds == REDRAWN) & ~tiles.redrawable] = EDGED
    thicker = rng.uniform(*how.thicker, n)
    pen = np.exp(rng.uniform(*np.log(how.pen), n))
    grow = np.select([kinds == EDGED, kinds == REDRAWN], [thicker, pen / 2])
    inner = np.where(kinds == REDRAWN, tiles.fields.half, 0)
    plan = _plan(tiles.x, grow, inner, rng, how)
    # Never thin a stroke away: leave a quarter pixel beside its middle.
    thicker = np.maximum(thicker, 0.25 - tiles.fields.half * plan.scale)
    soft = rng.uniform(*how.soft, n)
    ink = np.stack(
        [
            _render(tiles, plan, i, kinds[i], thicker[i], pen[i], soft[i])
            for i in range(n)
        ]
    )
    ink *= np.where((kinds == AS_IS)[:, None, None], 1, plan.keep)
    return _fade(ink, kinds != AS_IS, rng, how)


def _render(tiles: Tiles, plan: _Plan, i: int, kind, thicker, pen, soft) -> np.ndarray:
    """One new tile float32 (28, 28)."""
    if kind == AS_IS:
        return tiles.x[i].astype(np.float32) / 255
    x, y = plan.maps[i]
    if kind == WARPED:
        return _look_up(tiles.x[i], x, y, 0) / np.float32(255)
    unit = np.float32(STEP * plan.scale[i])  # new pixels per step of a field
    if kind == EDGED:
        inside = _look_up(tiles.fields.edge[i], x, y, 0) - np.float32(EDGE_ZERO)
        return ((inside * unit + thicker) / soft + 0.5).clip(0, 1)
    # The finer grid's pixel centres lie half a fine pixel off.
    x, y = (LINE_FINE * axis + (LINE_FINE - 1) / 2 for axis in (x, y))
    off = _look_up(tiles.fields.line[i], x, y, 255) * unit
    # A pen under a pixel wide is paler, not thinner: as area averaging leaves it.
    return min(pen, 1) * (max(pen, 1) / 2 + 0.5 - off).clip(0, 1)


def _look_up(field: np.ndarray, x, y, outside: int) -> np.ndarray:
    import cv2

    flat = cv2.remap(
        field,
        np.asarray(x, np.float32),
        np.asarray(y, np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=outside,
    )
    return flat.astype(np.float32)


def _plan(x: np.ndarray, grow, inner, rng: Rng, how: Distortion) -> _Plan:
    """Turn, slant and stretch, then fit to the tile as `ml.tile` would.

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
    centre = MIDDLE + rng.uniform(-how.shift, how.shift, (n, 2)).astype(np.float32)
    # Backwards: a new pixel's place before scaling, then in the old tile.
    back = (pixels + MIDDLE - centre[..., None]) / scale[:, None, None]
    back += mass[..., None]
    maps = np.linalg.inv(linear) @ back + MIDDLE
    maps = maps.reshape(n, 2, TILE_SIDE, TILE_SIDE) + _wobble(n, rng, how)
    beyond = np.take_along_axis(back, axis[:, None, None], 1)[:, 0] - page[:, None]
    keep = (side[:, None] * beyond * scale[:, None] + 0.5).clip(0, 1)
    keep = keep.reshape(-1, TILE_SIDE, TILE_SIDE)
    return _Plan(maps.astype(np.float32), scale, keep.astype(np.float32))


def _linear(n: int, rng: Rng, how: Distortion) -> np.ndarray:
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


def _page_edge(low: np.ndarray, high: np.ndarray, rng: Rng, how: Distortion):
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


def _wobble(n: int, rng: Rng, how: Distortion) -> np.ndarray:
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


def _fade(ink: np.ndarray, which: np.ndarray, rng: Rng, how: Distortion) -> np.ndarray:
    """Blur some of the tiles; full ink as `to_tile` gives it, or paler."""
    import cv2

    n = len(ink)
    for i in np.flatnonzero(which & (rng.random(n) < how.blur)):
        ink[i] = cv2.GaussianBlur(ink[i], (0, 0), rng.uniform(0.4, 0.9))
    pale = which & (rng.random(n) < how.pale)
    gain = np.where(pale, rng.uniform(0.4, 1, n), 1)
    gain[which] /= ink[which].max((1, 2)).clip(0.1)
    return (ink * gain[:, None, None]).astype(np.float32)
