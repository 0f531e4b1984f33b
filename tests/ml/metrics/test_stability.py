"""How far a distribution has moved, and what tiles tell of a pen."""

import numpy as np
import pytest

from ml.metrics.ink_measures import ink_shares, pen_widths
from ml.metrics.stability import count_in_bins, decile_edges, stability_index


def test_nothing_has_moved():
    assert stability_index([10, 20, 70], [100, 200, 700]) < 0.01


def test_the_index_is_the_sum_over_the_bins():
    index = stability_index([500, 500], [750, 250])
    assert index == pytest.approx(0.25 * np.log(1.5) + 0.25 * np.log(2), rel=0.01)


def test_an_empty_bin_is_not_infinitely_far():
    assert 1 < stability_index([0, 500], [500, 0]) < 20


def test_deciles_hold_a_tenth_each():
    values = np.random.default_rng(0).normal(size=1000)
    assert count_in_bins(values, decile_edges(values)) == [100] * 10


def test_what_comes_often_is_one_edge():
    assert decile_edges(np.ones(50)) == [1]


@pytest.mark.parametrize("width", [2, 3, 5])
def test_a_pen_is_as_wide_as_its_strokes(width):
    tiles = np.zeros((2, 28, 28), np.float32)
    tiles[0, 4:24, 10 : 10 + width] = 1
    tiles[1, 10 : 10 + width, 4:24] = 1
    assert pen_widths(tiles) == pytest.approx([width, width], rel=0.25)
    assert ink_shares(tiles) == pytest.approx([20 * width / 784] * 2)
