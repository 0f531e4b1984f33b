"""Ink -> tile: the small square picture that a network sees."""

import numpy as np

TILE_SIDE = 28
TILE75_SIDE = 75  # the original network's
BOX_SIDE = 20  # tile pixels along the drawing's longest side, as in MNIST
CENTRE = 14.5  # tile pixels from its edge: the mean of MNIST's centres of mass
EDGE = 0.3  # share of full ink from which a pixel counts as drawn
SPECK = 0.06  # share of the ink that a speck has at most, if it lies far away
FAR = 0.4  # of the drawing's longest side: specks nearer than this must be smaller
SMALL = 200_000  # multiplications: OpenBLAS starts threads for more than 262,144


def to_tile(ink: np.ndarray) -> np.ndarray:
    """Return the tile, float32 (28, 28) in 0..1, of ink float32 (height, width).

    MNIST's rule (LeCun et al. 1998, http://yann.lecun.com/exdb/mnist/): the longest
    side becomes 20 pixels, the aspect stays, the centre of mass comes to the tile's
    centre (in MNIST itself that is half a pixel right of and below the middle). The
    fullest pixel is scaled to 1, so that a thin line is no paler than MNIST's thin
    lines. Stray specks are left out; see without_specks().
    """
    ink = without_specks(ink)
    top, bottom = _edges(ink.max(axis=1))
    left, right = _edges(ink.max(axis=0))
    step = max(bottom - top, right - left) / BOX_SIDE  # ink pixels per tile pixel
    y = _start(ink.sum(axis=1), top, bottom, step)
    x = _start(ink.sum(axis=0), left, right, step)
    rows = _weights(ink.shape[0], y, step, TILE_SIDE)
    columns = _weights(ink.shape[1], x, step, TILE_SIDE)
    tile = _product(_product(rows, ink), columns.T)
    return tile / tile.max()


def to_tile75(ink: np.ndarray) -> np.ndarray:
    """Return the original network's tile, float32 (75, 75), of ink (height, width).

    Its rule: crop to the ink, pad 50 % of the width left and right and 20 % of the
    height above and below, resize without keeping the aspect.
    """
    top, bottom = _edges(ink.max(axis=1))
    left, right = _edges(ink.max(axis=0))
    height, width = bottom - top, right - left
    side = TILE75_SIDE
    rows = _weights(ink.shape[0], top - 0.2 * height, 1.4 * height / side, side)
    columns = _weights(ink.shape[1], left - 0.5 * width, 2 * width / side, side)
    return np.minimum(_product(_product(rows, ink), columns.T), 1)


def to_bytes(tile: np.ndarray) -> np.ndarray:
    """Return floats 0..1 as uint8 of the same shape, 255 ink."""
    return np.rint(tile * 255).astype(np.uint8)


def from_bytes(pixels: np.ndarray) -> np.ndarray:
    """Return uint8, 255 ink, as float32 0..1 of the same shape."""
    return pixels.astype(np.float32) / 255


def without_specks(ink: np.ndarray) -> np.ndarray:
    """Crop to the ink, leaving out small blots far from the drawing.

    Only a blot that empty rows or columns part from the rest is left out: no other
    widens the box and shrinks the digit. The dot of an i and the bar of a 5 stay.
    """
    shape = None
    while ink.shape != shape:
        shape = ink.shape
        ink = ink[_drawn(ink, axis=1)]
        ink = ink[:, _drawn(ink, axis=0)]
    return ink


def _drawn(ink: np.ndarray, axis: int) -> slice:
    """The rows (axis 1) or columns (axis 0) of the drawing, with a margin of one."""
    inked = np.flatnonzero(ink.max(axis=axis) > EDGE)
    first, last = inked[0], inked[-1]
    if last - first >= len(inked):  # there are empty ones between
        first, last = _without_outer_blots(inked, ink.sum(axis=axis), max(ink.shape))
    return slice(max(first - 1, 0), last + 2)


def _without_outer_blots(
    inked: np.ndarray, mass: np.ndarray, side: int
) -> tuple[int, int]:
    """First and last inked row (or column), leaving out specks at either end.

    `inked` holds the rows' numbers, `mass` (rows,) the ink of each, `side` the longest
    side in pixels.
    """
    parts = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
    share = [mass[part].sum() / mass.sum() for part in parts]

    def is_speck(outer: int, inner: int) -> bool:
        gap = max(
            parts[outer][0] - parts[inner][-1], parts[inner][0] - parts[outer][-1]
        )
        return share[outer] < SPECK * min(gap / (FAR * side), 1)

    first, last = 0, len(parts) - 1
    while first < last and is_speck(first, first + 1):
        first += 1
    while first < last and is_speck(last, last - 1):
        last -= 1
    return int(parts[first][0]), int(parts[last][-1])


def _edges(profile: np.ndarray) -> tuple[float, float]:
    """Where the ink begins and ends along an axis, to a fraction of a pixel."""
    return _edge(profile), len(profile) - _edge(profile[::-1])


def _edge(profile: np.ndarray) -> float:
    """Where it begins. A pixel covered by 0.4 begins 0.6 of its width further in."""
    first = int((profile > EDGE).argmax())
    full = profile[first : first + 3].max()
    return first + 1 - profile[max(first - 1, 0) : first + 1].sum() / full


def _start(mass: np.ndarray, low: float, high: float, step: float) -> float:
    """Where the tile begins, in ink pixels, so that CENTRE is on the centre of mass.

    A drawing with all its weight at one end would stick out of the tile: it is moved
    back until it fits.
    """
    centre = mass @ (np.arange(len(mass), dtype=np.float32) + 0.5) / mass.sum()
    return float(min(max(centre - CENTRE * step, high - TILE_SIDE * step), low))


def _weights(size: int, start: float, step: float, count: int) -> np.ndarray:
    """Return (count, size): how much each ink pixel adds to each tile pixel.

    A tile pixel is the average, over its area, of the ink interpolated linearly: so
    tiles are antialiased when the ink shrinks and smooth when it grows. Tile pixel j
    covers start + j * step to start + (j + 1) * step; outside of the ink is paper.
    """
    bounds = start + step * np.arange(count + 1)[:, None]
    centres = np.arange(size) + 0.5
    beyond = np.clip(bounds - centres, -1, 1)
    area = 0.5 + beyond - beyond * np.abs(beyond) / 2  # a tent's, up to the bound
    return (np.diff(area, axis=0) / step).astype(np.float32)


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return a @ b, in strips so small that OpenBLAS stays in this thread.

    OpenBLAS waits for its threads: on a busy machine 16 ms and more, where the product
    takes 0.03 ms.
    """
    strip = max(1, SMALL // a.size)
    starts = range(0, b.shape[1], strip)
    return np.concatenate([a @ b[:, i : i + strip] for i in starts], axis=1)
