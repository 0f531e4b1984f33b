"""What tiles tell about how somebody draws: how much ink, how wide a pen."""

import numpy as np


def ink_shares(tiles: np.ndarray) -> np.ndarray:
    """Return the share of each tile that is ink, (n,), of tiles (n, side, side)."""
    return tiles.mean(axis=(1, 2))


def pen_widths(tiles: np.ndarray) -> np.ndarray:
    """Return the mean width of each tile's strokes, in tile pixels, (n,).

    A stroke that is long and w wide has two edges: its area is w times half its
    outline. The outline is how much the ink rises and falls over the tile (its total
    variation). Squares of the ink count in the area, since full ink hardly depends on
    how large the picture was, and blurred edges do.
    """
    padded = np.pad(tiles, ((0, 0), (1, 1), (1, 1)))
    here = padded[:, :-1, :-1]
    across, down = padded[:, :-1, 1:] - here, padded[:, 1:, :-1] - here
    area = (tiles**2).sum(axis=(1, 2))
    return 2 * area / np.hypot(across, down).sum(axis=(1, 2))
