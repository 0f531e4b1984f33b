"""Smooth random displacements, as an unsteady hand makes them (Simard et al. 2003)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.random import Generator

from ml.augmentation.distortion import Distortion
from ml.preprocessing.tile import TILE_SIDE


def wobble(n: int, rng: Generator, how: Distortion) -> np.ndarray:
    """Return how far each pixel is moved in x and y: float32 (n, 2, 28, 28)."""
    displacements = _smooth_displacements()
    amount = rng.uniform(0, how.wobble, n).astype(np.float32)
    rows = rng.integers(len(displacements), size=n)
    return displacements[rows] * amount[:, None, None, None]


@lru_cache(1)
def _smooth_displacements(count: int = 1000) -> np.ndarray:
    """Made once a process: float32 (count, 2, 28, 28), root mean square 1."""
    import cv2

    rng, margin = np.random.default_rng(0), 16  # where the blur knows all neighbours
    side = TILE_SIDE + 2 * margin
    out = np.empty((count, 2, TILE_SIDE, TILE_SIDE), np.float32)
    for displacement in out.reshape(-1, TILE_SIDE, TILE_SIDE):
        noise = rng.standard_normal((side, side), np.float32)
        smooth = cv2.GaussianBlur(noise, (0, 0), rng.uniform(3, 6))
        displacement[:] = smooth[margin:-margin, margin:-margin]
    return out / out.std(axis=(1, 2, 3), keepdims=True)
