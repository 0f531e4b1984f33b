"""The blots of a page of ink: which of them are the drawing."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

GRID = 110  # cells along the page's longer side, up to twice as many
NEAR = 2  # cells from each other: one blot
SHARE = 0.02  # of the heaviest blot's weight: a lighter one beside it is dirt
REACH = 0.35  # of the heaviest blot's side: what is further away does not belong to it
LONGER = 1.5  # times that side: the sheet's own edge around it is longer


@dataclass(frozen=True)
class Blot:
    """Cells of ink that hang together."""

    cells: np.ndarray  # int (n, 2): row and column
    weight: float

    @property
    def low(self) -> np.ndarray:
        return self.cells.min(axis=0)

    @property
    def side(self) -> int:
        return int((self.high - self.low).max())

    @property
    def high(self) -> np.ndarray:
        return self.cells.max(axis=0) + 1


def isolate_drawing(contrast: np.ndarray, faint: float) -> np.ndarray:
    """Blank all but the heaviest blot and what is near it.

    A pixel weighs the square of its contrast: the grain of a table, or the shadow of
    the sheet on it, may cover more than a thin pen, but is fainter.

    `contrast` is uint8 (height, width); what is below `faint` is no ink.
    """
    side = max(1, max(contrast.shape) // GRID)
    weight = np.where(contrast > faint, contrast, 0).astype(np.float32) ** 2
    blots = _blots(_cells(weight, side), 1.5 * faint**2)
    if not blots:
        return np.zeros_like(contrast)
    mask = np.zeros([-(-length // side) for length in contrast.shape], np.uint8)
    for blot in _belonging(blots):
        mask[tuple(blot.cells.T)] = 255
    mask = np.asarray(Image.fromarray(mask).filter(ImageFilter.MaxFilter(3)))
    mask = mask.repeat(side, axis=0).repeat(side, axis=1)
    return contrast & mask[: contrast.shape[0], : contrast.shape[1]]


def _cells(weight: np.ndarray, side: int) -> np.ndarray:
    """The weight in each square of `side` pixels."""
    padded = np.pad(weight, [(0, -length % side) for length in weight.shape])
    down, across = (length // side for length in padded.shape)
    return padded.reshape(down, side, across, side).sum(axis=(1, 3))


def _blots(cells: np.ndarray, least: float) -> list[Blot]:
    """The heaviest first, for its side: an edge around the sheet is long and light."""
    left = set(map(tuple, np.argwhere(cells > least).tolist()))
    blots = []
    while left:
        members = _flood(left.pop(), left)
        blots.append(Blot(members, float(cells[tuple(members.T)].sum())))
    return sorted(blots, key=lambda blot: -blot.weight / np.sqrt(blot.side))


def _flood(start: tuple[int, ...], left: set[tuple[int, ...]]) -> np.ndarray:
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
    """The heaviest blot, and others near it: a bar of a 5, a second digit."""
    first = blots[0]
    low, high = first.low, first.high
    reach = REACH * first.side
    members = [first]
    for blot in blots[1:]:
        gap = max((blot.low - high).max(), (low - blot.high).max())
        heavy = blot.weight >= SHARE * first.weight
        if heavy and gap <= reach and blot.side <= LONGER * first.side:
            members.append(blot)
            low, high = np.minimum(low, blot.low), np.maximum(high, blot.high)
    return members
