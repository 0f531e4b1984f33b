"""Printed lines: what runs nearly straight across the sheet and is no darker there."""

import numpy as np

PIXELS = 2, 16  # of a cell, down and across; a line rises by at most one cell each
LENGTH = 0.85  # of the page's width that a line runs at least
MARGIN = 2.2  # times the line's contrast: what is darker is a stroke across it
INK = 0.7  # of the darkest: a line so dark was drawn by hand


def without_rules(contrast: np.ndarray) -> np.ndarray:
    """Blank the lines across and down a page of contrast, uint8 (height, width)."""
    line = np.maximum(_rules(contrast), _rules(contrast.T).T)
    inked = contrast[contrast > 25]
    if inked.size:
        line[line > INK * np.quantile(inked, 0.9)] = 0
    rule = (line > 2) & (contrast < MARGIN * line)
    return np.where(rule, 0, contrast).astype(np.uint8)


def _rules(contrast: np.ndarray) -> np.ndarray:
    """The contrast of the line across the page that each pixel is on, or 0.

    A path opening (Talbot and Appleton 2007, "Efficient complete and incomplete path
    openings"): the most that a path through the pixel has everywhere.
    """
    height, width = contrast.shape
    cells = _cells(contrast)
    steps = int(LENGTH * cells.shape[1]) - 1
    path = cells  # the least on the best path that begins here and goes right
    for _ in range(steps):
        path = np.minimum(cells, _shifted(_beside(path), -1))
    line = path
    for _ in range(steps):
        path = np.minimum(cells, _shifted(_beside(path), 1))
        line = np.maximum(line, path)
    line = _beside(line).repeat(PIXELS[0], axis=0).repeat(PIXELS[1], axis=1)
    return line[:height, :width]


def _cells(contrast: np.ndarray) -> np.ndarray:
    """Means of short runs; the larger of two that meet, so that a gap breaks none."""
    height, width = contrast.shape
    down, across = PIXELS
    padded = np.pad(contrast, ((0, -height % down), (0, -width % across)), mode="edge")
    runs = padded.reshape(-1, padded.shape[1] // across, across).mean(axis=-1)
    cells = runs.reshape(-1, down, runs.shape[1]).max(axis=1).astype(np.uint8)
    return np.maximum(_beside(cells), _shifted(_beside(cells), -1))


def _beside(cells: np.ndarray) -> np.ndarray:
    """The largest of each cell, the one above and the one below it."""
    out = cells.copy()
    np.maximum(out[1:], cells[:-1], out=out[1:])
    np.maximum(out[:-1], cells[1:], out=out[:-1])
    return out


def _shifted(cells: np.ndarray, step: int) -> np.ndarray:
    """The cells moved right by a step, or left by a negative one; zeros come in."""
    out = np.zeros_like(cells)
    if step > 0:
        out[:, step:] = cells[:, :-step]
    else:
        out[:, :step] = cells[:, -step:]
    return out
