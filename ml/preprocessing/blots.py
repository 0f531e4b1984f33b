"""The blots of a page of ink: which of them are the drawing."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

GRID = 110  # cells along the page's longer side, up to twice as many
NEAR = 2  # cells from each other: one blot
SHARE = 0.02  # of the largest blot's ink: a smaller one beside it is dirt
REACH = 0.35  # of the largest blot's side: what is further away does not belong to it


@dataclass(frozen=True)
class Blot:
    """Cells of ink that hang together."""

    cells: np.ndarray  # int (n, 2): row and column
    ink: float

    @property
    def low(self) -> np.ndarray:
        return self.cells.min(axis=0)

    @property
    def high(self) -> np.ndarray:
        return self.cells.max(axis=0) + 1


def drawing(contrast: np.ndarray, faint: float) -> np.ndarray:
    """Blank all but the blot with the most ink and what is near it.

    `contrast` is uint8 (height, width); what is below `faint` is no ink.
    """
    side = max(1, max(contrast.shape) // GRID)
    blots = _blots(_cells(np.where(contrast > faint, contrast, 0), side), faint)
    if not blots:
        return np.zeros_like(contrast)
    mask = np.zeros([-(-length // side) for length in contrast.shape], np.uint8)
    for blot in _belonging(blots):
        mask[tuple(blot.cells.T)] = 255
    mask = np.asarray(Image.fromarray(mask).filter(ImageFilter.MaxFilter(3)))
    mask = mask.repeat(side, axis=0).repeat(side, axis=1)
    return contrast & mask[: contrast.shape[0], : contrast.shape[1]]


def _cells(contrast: np.ndarray, side: int) -> np.ndarray:
    """The ink in each square of `side` pixels."""
    margin = [(0, -length % side) for length in contrast.shape]
    padded = np.pad(contrast, margin).astype(np.float32)
    down, across = (length // side for length in padded.shape)
    return padded.reshape(down, side, across, side).sum(axis=(1, 3))


def _blots(cells: np.ndarray, faint: float) -> list[Blot]:
    """Those with the most ink first."""
    left = set(map(tuple, np.argwhere(cells > 1.5 * faint).tolist()))
    blots = []
    while left:
        members = _flood(left.pop(), left)
        blots.append(Blot(members, float(cells[tuple(members.T)].sum())))
    return sorted(blots, key=lambda blot: -blot.ink)


def _flood(start: tuple[int, int], left: set[tuple[int, int]]) -> np.ndarray:
    """All cells that hang together with the first; they leave the set."""
    steps = range(-NEAR, NEAR + 1)
    members, ahead = [start], [start]
    while ahead:
        row, column = ahead.pop()
        near = {(row + i, column + j) for i in steps for j in steps} & left
        left -= near
        members += near
        ahead += near
    return np.array(members)


def _belonging(blots: list[Blot]) -> list[Blot]:
    """The largest blot, and others near it: a bar of a 5, a second digit."""
    first = blots[0]
    low, high = first.low, first.high
    reach = REACH * (high - low).max()
    members = [first]
    for blot in blots[1:]:
        gap = max((blot.low - high).max(), (low - blot.high).max())
        if blot.ink >= SHARE * first.ink and gap <= reach:
            members.append(blot)
            low, high = np.minimum(low, blot.low), np.maximum(high, blot.high)
    return members
