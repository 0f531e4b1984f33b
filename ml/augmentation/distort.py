"""Distort tiles as hands, pens and canvases do, a batch at a time.

A digit is turned, slanted, stretched, wobbled and drawn with another pen, then fitted
to the tile again by the rule of `ml.preprocessing.tile` (longest side, centre of mass):
a real drawing passes that rule too, so the network need not learn any place or size but
the rule's own noise. Changing the pen's width is what matters most for canvas drawings.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ml.augmentation.distance_fields import (
    EDGE_ZERO,
    LINE_FINE,
    STEP,
    DistanceFields,
    measure_fields,
)
from ml.augmentation.distortion import Distortion
from ml.augmentation.geometry import Plan, plan_warp
from ml.inference.networks import NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes

AS_IS, WARPED, EDGED, REDRAWN = range(4)  # what happens to a tile


class Tiles(NamedTuple):
    """Tiles, their labels and their distance fields."""

    x: np.ndarray  # uint8 (n, 28, 28), 255 ink
    y: np.ndarray  # (n,)
    fields: DistanceFields
    redrawable: np.ndarray  # bool (n,): the middle line is what was meant

    def take(self, rows: np.ndarray) -> Tiles:
        fields = DistanceFields(*(column[rows] for column in self.fields))
        return Tiles(self.x[rows], self.y[rows], fields, self.redrawable[rows])


class Pens(NamedTuple):
    """What each tile is drawn with; lengths in new pixels."""

    kind: np.ndarray  # int (n,): AS_IS, WARPED, EDGED or REDRAWN
    thicker: np.ndarray  # float (n,): EDGED: how far the edge moves outwards
    width: np.ndarray  # float (n,): REDRAWN: the pen's
    soft: np.ndarray  # float (n,): EDGED: width of the edge's ramp


def with_distance_fields(x: np.ndarray, y: np.ndarray) -> Tiles:
    """Tiles uint8 (n, 28, 28) and their labels (n,), ready to be distorted."""
    fields = measure_fields(x)
    # A redrawn scribble may become a digit: its middle line is not what was meant.
    return Tiles(x, y, fields, ~fields.filled & (y != NOT_A_DIGIT))


def distort(tiles: Tiles, rng: Generator, how: Distortion | None = None) -> np.ndarray:
    """New drawings of the same digits: float32 (n, 28, 28), 0..1."""
    how = how or Distortion()
    n = len(tiles.x)
    kinds = rng.choice(4, n, p=how.kinds)
    kinds[(kinds == REDRAWN) & ~tiles.redrawable] = EDGED
    thicker = rng.uniform(*how.thicker, n)
    thinnest, thickest = np.log(how.pen)
    width = np.exp(rng.uniform(thinnest, thickest, n))
    grow = np.select([kinds == EDGED, kinds == REDRAWN], [thicker, width / 2])
    inner = np.where(kinds == REDRAWN, tiles.fields.half, 0)
    plan = plan_warp(tiles.x, grow, inner, rng, how)
    # Never thin a stroke away: leave a quarter pixel beside its middle.
    thicker = np.maximum(thicker, 0.25 - tiles.fields.half * plan.scale)
    pens = Pens(kinds, thicker, width, rng.uniform(*how.soft, n))
    ink = np.stack([_render(tiles, plan, pens, i) for i in range(n)])
    ink *= np.where((kinds == AS_IS)[:, None, None], 1, plan.on_page)
    return _fade(ink, kinds != AS_IS, rng, how)


def _render(tiles: Tiles, plan: Plan, pens: Pens, i: int) -> np.ndarray:
    """The new tile (28, 28) of tile number `i`."""
    kind, thicker, width, soft = (column[i] for column in pens)
    if kind == AS_IS:
        return from_bytes(tiles.x[i])
    x, y = plan.maps[i]
    if kind == WARPED:
        return _look_up(tiles.x[i], x, y, 0) / np.float32(255)
    unit = np.float32(STEP * plan.scale[i])  # new pixels per step of a field
    if kind == EDGED:
        inside = _look_up(tiles.fields.edge[i], x, y, 0) - np.float32(EDGE_ZERO)
        return ((inside * unit + thicker) / soft + 0.5).clip(0, 1)
    # The finer grid's pixel centres lie half a fine pixel off.
    x, y = (LINE_FINE * axis + (LINE_FINE - 1) / 2 for axis in (x, y))
    from_line = _look_up(tiles.fields.line[i], x, y, 255) * unit
    # A pen under a pixel wide is paler, not thinner: as area averaging leaves it.
    return min(width, 1) * (max(width, 1) / 2 + 0.5 - from_line).clip(0, 1)


def _look_up(
    field: np.ndarray, x: np.ndarray, y: np.ndarray, outside: int
) -> np.ndarray:
    """The field's values at x, y, interpolated: float32 of their shape."""
    import cv2

    values = cv2.remap(
        field,
        np.asarray(x, np.float32),
        np.asarray(y, np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=outside,
    )
    return values.astype(np.float32)


def _fade(
    ink: np.ndarray, distorted: np.ndarray, rng: Generator, how: Distortion
) -> np.ndarray:
    """Blur some distorted tiles; scale them to full ink, like `to_tile`, or paler."""
    import cv2

    n = len(ink)
    for i in np.flatnonzero(distorted & (rng.random(n) < how.blur)):
        ink[i] = cv2.GaussianBlur(ink[i], (0, 0), rng.uniform(0.4, 0.9))
    pale = distorted & (rng.random(n) < how.pale)
    gain = np.where(pale, rng.uniform(0.4, 1, n), 1)
    gain[distorted] /= ink[distorted].max((1, 2)).clip(0.1)
    return (ink * gain[:, None, None]).astype(np.float32)
