"""Local contrast: how much darker or lighter a pixel is than what surrounds it.

A stroke is narrow. A morphological closing, the least over all squares around a pixel
of the lightest pixel in each, fills in what is dark and narrower than the square, and
leaves a shadow, a table and their straight edges as they are (Serra 1982, "Image
Analysis and Mathematical Morphology"; the difference is a black top-hat).
"""

from collections.abc import Callable

import numpy as np
from PIL import Image

DARK = 12  # of 255, added to each brightness: in deep shadow noise is no contrast
CELLS = 16  # per shorter side: noise and texture are measured in each
QUIET = 0.25  # of a cell's pixels: the ink in a cell covers less than the rest
NOISE = 3.0  # times the contrast that so many of a cell's pixels keep below

# Light multiplies, so brightness is taken as its logarithm, in whole numbers.
SCALE = 255 / np.log((255 + DARK) / DARK)
LOGARITHM = np.rint(np.log((np.arange(256) + DARK) / DARK) * SCALE).astype(int)
# And a difference of logarithms becomes the share of the light that is missing.
SHARE = np.rint(255 * (1 - np.exp(-np.arange(256) / SCALE))).astype(np.uint8)


def brightness(page: Image.Image) -> np.ndarray:
    """Return logarithms of an RGB page's brightness, uint8 (3, height, width)."""
    pixels = np.asarray(page.point(LOGARITHM.tolist() * 3))
    return np.ascontiguousarray(np.moveaxis(pixels, -1, 0))


def dark_contrast(page: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """How much darker what is narrower than `side` is than its surroundings, and these.

    `page` is brightness(), or 255 minus it for what is lighter. Returns contrast, uint8
    (height, width), the share of the light that is missing in the channel where that
    is largest, and what surrounds it, of the shape of `page`.
    """
    around = _closing(page, side)
    return SHARE[(around - page).max(axis=0)], around


def _closing(page: np.ndarray, side: int) -> np.ndarray:
    """Squares may stand over the edge: what is cut off there is not narrow."""
    margin = ((0, 0), (side - 1, side - 1), (side - 1, side - 1))
    lightest = np.pad(page, margin)
    for axis in (1, 2):
        lightest = _running(np.maximum, lightest, side, axis)
    for axis in (1, 2):
        lightest = _running(np.minimum, lightest, side, axis)
    return lightest


def _running(extreme: Callable, page: np.ndarray, side: int, axis: int) -> np.ndarray:
    """The extreme of every window of `side` pixels, by doubling."""
    page = page.swapaxes(0, axis)
    reach = 1
    while reach < side:
        step = min(reach, side - reach)
        page = extreme(page[:-step], page[step:])
        reach += step
    return page.swapaxes(0, axis)


def above_texture(contrast: np.ndarray) -> np.ndarray:
    """Subtract what most of the pixels around have too: noise, cloth, grain."""
    height, width = contrast.shape
    side = max(1, min(height, width) // CELLS)
    down, across = height // side, width // side
    cells = contrast[: down * side, : across * side].reshape(down, side, across, side)
    cells = cells[:, ::2, :, ::2].swapaxes(1, 2).reshape(down, across, -1)
    level = _median_around(np.quantile(cells, QUIET, axis=-1)) * NOISE
    image = Image.fromarray(np.minimum(level, 255).astype(np.uint8))
    level = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
    return contrast - np.minimum(contrast, level)


def _median_around(cells: np.ndarray) -> np.ndarray:
    """The median of each cell and its eight neighbours."""
    padded = np.pad(cells, 1, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    return np.median(around, axis=(2, 3))
