"""Distance fields and distortion: other hands and pens, the same digits."""

import dataclasses

import numpy as np
import pytest

from ml.augmentation.distance_fields import EDGE_ZERO, STEP, measure_fields
from ml.augmentation.distort import EDGED, REDRAWN, WARPED, Tiles, distort
from ml.augmentation.distortion import Distortion
from ml.augmentation.thinning import thin
from ml.preprocessing.tile import BOX_SIDE
from tests.support.mnist import digits

STILL = Distortion(turn=0, slant=0, stretch=0, size=0, shift=0, wobble=0, cut=0, blur=0)


def bar(width):
    """Tiles with an upright bar, `width` pixels wide and 20 high."""
    tile = np.zeros((1, 28, 28), np.uint8)
    left = (28 - width) // 2
    tile[:, 4:24, left : left + width] = 255
    return tile


def measured(x, y=None):
    found = measure_fields(x)
    y = np.zeros(len(x), np.uint8) if y is None else y
    return Tiles(x, y, found, ~found.filled)


def distorted(tiles, kind, **changes):
    kinds = tuple(float(one == kind) for one in range(4))
    how = dataclasses.replace(STILL, kinds=kinds, pale=0, **changes)
    return distort(tiles, np.random.default_rng(0), how)


def test_the_edge_field_measures_pixels_from_the_edge():
    edge = (measure_fields(bar(6)).edge[0, 14].astype(float) - EDGE_ZERO) * STEP
    assert edge[9:14] == pytest.approx([-1.5, -0.5, 0.5, 1.5, 2.5], abs=0.35)


def test_a_bar_thins_to_one_line():
    shape = np.zeros((40, 40), np.uint8)
    shape[5:35, 16:23] = 1
    line = thin(shape)
    assert line[10:30].sum(axis=1).tolist() == [1] * 20


def test_a_ring_that_is_thinned_stays_a_ring():
    y, x = np.mgrid[-20:20, -20:20] + 0.5
    ring = (np.abs(np.hypot(x, y) - 13) < 4).astype(np.uint8)
    line = thin(ring)
    radii = np.hypot(x, y)[line == 1]
    assert radii.min() > 10
    assert len(radii) > 60


def test_an_empty_tile_has_fields_too():
    found = measure_fields(np.zeros((1, 28, 28), np.uint8))
    assert found.half.tolist() == [0]
    assert (found.line == 255).all()


@pytest.mark.parametrize("kind", [WARPED, EDGED, REDRAWN])
def test_without_distortion_a_digit_stays_what_it_was(kind):
    real = digits()
    tiles = measured(real.x, real.y)
    width = 2 * float(tiles.fields.half.mean())
    new = distorted(tiles, kind, thicker=(0, 0), soft=(1, 1), pen=(width, width))
    assert np.abs(new - real.x / 255).mean() < 0.08


@pytest.mark.parametrize("pen", [2.0, 2.75, 3.5])
def test_a_redrawn_bar_is_as_wide_as_the_new_pen(pen):
    new = distorted(measured(bar(4)), REDRAWN, pen=(pen, pen))[0]
    assert new[10:18].sum(axis=1) == pytest.approx(np.full(8, pen), abs=0.35)


def test_a_thicker_pen_leaves_the_longest_side_alone():
    for thicker in (-0.5, 1.2):
        new = distorted(measured(bar(4)), EDGED, thicker=(thicker,) * 2, soft=(1, 1))
        assert (new[0].max(1) > 0.5).sum() == pytest.approx(BOX_SIDE, abs=1)


def test_a_cut_digit_ends_in_a_straight_edge_and_is_fitted_again():
    new = distorted(measured(bar(4)), WARPED, cut=1, cut_depth=0.14)[0]
    rows = np.flatnonzero(new.max(1) > 0.5)
    assert len(rows) == pytest.approx(BOX_SIDE, abs=1)


def test_the_same_seed_distorts_alike():
    tiles = measured(*digits())
    one, two = (distort(tiles, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two)
    assert one.dtype == np.float32
    assert 0 <= one.min() <= one.max() <= 1
