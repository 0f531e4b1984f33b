"""Pixels of ink that hang together are one piece, whatever its form."""

import numpy as np

from ml.numbers.pieces import find_pieces


def test_pieces_hang_together_at_corners_too():
    page = np.array(
        [
            [1, 0, 0, 1, 0, 1],
            [0, 1, 0, 1, 0, 1],
            [1, 0, 0, 1, 1, 1],
            [0, 0, 0, 0, 0, 0],
            [1, 1, 0, 0, 0, 1],
        ],
        bool,
    )
    pieces = find_pieces(page, at_most=4)
    assert sorted(int(piece.mask.sum()) for piece in pieces) == [1, 2, 3, 7]
    together = np.zeros(page.shape, int)
    for piece in pieces:
        together[piece.top : piece.bottom, piece.left : piece.right] += piece.mask
    assert np.array_equal(together, page)
    assert find_pieces(page, at_most=3) == []
