"""Thin strokes to their middle lines.

T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital patterns",
CACM 27(3), 1984: peel off edge pixels, from two sides in turn, that break no line.
"""

from __future__ import annotations

import numpy as np

# A pixel's eight neighbours are the bits of one byte, bit 0 above it, then clockwise:
#
#     7 0 1
#     6   2
#     5 4 3
NEIGHBOURS = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)


def thin(shape: np.ndarray) -> np.ndarray:
    """Reduce a uint8 picture of 0 and 1 to lines one pixel wide."""
    import cv2

    shape, changed = shape.copy(), True
    while changed:
        changed = False
        for peels in (PEELS_FROM_LOWER_RIGHT, PEELS_FROM_UPPER_LEFT):
            around = cv2.filter2D(shape, -1, NEIGHBOURS, borderType=cv2.BORDER_CONSTANT)
            peeled = cv2.LUT(around, peels) & shape
            shape ^= peeled
            changed |= bool(peeled.any())
    return shape


def _peels() -> tuple[np.ndarray, np.ndarray]:
    """For each of the 256 neighbourhoods, uint8 0 or 1: does the pixel o go?

    . . .     # # #     . . .     # # #     # # #
    # o .     # o .     . o .     # o #     . o .
    # # .     # # .     . # .     # # #     # # #
    goes      goes, in  stays:    stays:    stays: it
              one turn  an end    inside    joins two parts
    """
    ink = (np.arange(256) >> np.arange(8)[:, None] & 1).astype(bool)  # by bit
    up, right, down, left = ink[::2]
    count = ink.sum(0)
    runs = (~ink & np.roll(ink, -1, 0)).sum(0)  # of ink, around the pixel
    outer = (runs == 1) & (count >= 2) & (count <= 6)
    lower_right = outer & ~(right & down & (up | left))
    upper_left = outer & ~(up & left & (right | down))
    return lower_right.astype(np.uint8), upper_left.astype(np.uint8)


PEELS_FROM_LOWER_RIGHT, PEELS_FROM_UPPER_LEFT = _peels()
