"""The tile is the digit by MNIST's rule, wherever and however it was drawn."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import BOX_SIDE, CENTRE, TILE_SIDE, to_tile, to_tile75
from tests.support import mnist
from tests.support.drawings import BLACK, DIGITS, WHITE, draw, encode, png

property_test = settings(derandomize=True, max_examples=25, deadline=None)
digits = st.sampled_from(sorted(DIGITS))
pens = st.integers(10, 40)
colours = st.tuples(*[st.integers(0, 255)] * 3)


def tile_of(digit, **how):
    return to_tile(read_ink(png(DIGITS[digit], **{"size": 0.5, **how})))


def assert_alike(tile, other, *, mean, most):
    """The tolerances are one to three times the worst of 250 random drawings."""
    difference = np.abs(tile - other)
    assert difference.mean() < mean
    assert difference.max() < most


@property_test
@given(digits, pens, st.floats(0.3, 0.7), st.floats(0.3, 0.7))
def test_the_place_does_not_matter(digit, pen, x, y):
    moved = tile_of(digit, pen=pen, place=(x, y))
    assert_alike(tile_of(digit, pen=pen), moved, mean=0.003, most=0.07)


@property_test
@given(digits, pens, st.floats(0.5, 3))
def test_the_size_hardly_matters(digit, pen, times):
    larger = tile_of(digit, pen=pen * times, size=0.25 * times)
    assert_alike(tile_of(digit, pen=pen, size=0.25), larger, mean=0.03, most=0.4)


@property_test
@given(digits, pens, st.integers(260, 1300), st.integers(260, 1300))
def test_the_size_of_the_page_does_not_matter(digit, pen, width, height):
    other = tile_of(digit, pen=pen, page=(width, height), size=200 / min(width, height))
    assert_alike(tile_of(digit, pen=pen), other, mean=0.002, most=0.04)


@property_test
@given(digits, pens, colours, colours)
def test_the_colours_do_not_matter(digit, pen, colour, paper):
    assume(max(abs(a - b) for a, b in zip(colour, paper, strict=True)) >= 60)
    clear = tile_of(digit, pen=pen)
    opaque = tile_of(digit, pen=pen, colour=colour, paper=paper)
    assert_alike(clear, opaque, mean=0.002, most=0.02)


@pytest.mark.parametrize("digit", DIGITS)
def test_white_on_black_is_black_on_white_is_any_pen_on_a_clear_page(digit):
    clear = tile_of(digit)
    for colour, paper in ((WHITE, BLACK), (BLACK, WHITE)):
        opaque = tile_of(digit, colour=colour, paper=paper)
        np.testing.assert_allclose(opaque, clear, atol=0.01)


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("paper", [None, WHITE])
def test_a_digit_in_the_corner_or_touching_all_borders_is_the_same(digit, paper):
    middle = tile_of(digit, pen=20, size=0.45, paper=paper)
    box = draw(DIGITS[digit], pen=20, size=0.45).getbbox()
    picture = draw(DIGITS[digit], pen=20, size=0.45, paper=paper)
    cornered = Image.new("RGBA", (400, 400), (*(paper or BLACK), 255 if paper else 0))
    cornered.paste(picture.crop(box), (0, 400 - (box[3] - box[1])))
    assert_alike(to_tile(read_ink(encode(cornered))), middle, mean=0.001, most=0.01)
    if digit != 1:  # cut out to its edges, that one is a page of one colour
        cut_out = to_tile(read_ink(encode(picture.crop(box))))
        assert_alike(cut_out, middle, mean=0.003, most=0.05)


@pytest.mark.parametrize("place", [(0.5, 0.25), (0.5, 0.75), (0.84, 0.5), (0.16, 0.5)])
@pytest.mark.parametrize("paper", [None, WHITE])
def test_a_digit_cut_by_the_border_fills_the_tile_with_what_there_is(place, paper):
    tile = tile_of(8, place=place, paper=paper, size=0.6)
    assert longest_side(tile) == pytest.approx(BOX_SIDE, abs=1.2)


@pytest.mark.parametrize("digit", DIGITS)
def test_the_longest_side_is_20_pixels_and_the_mass_is_where_mnist_has_it(digit):
    tile = tile_of(digit, pen=24)
    assert tile.dtype == np.float32
    assert tile.shape == (TILE_SIDE, TILE_SIDE)
    assert (tile.min(), tile.max()) == (0, 1)
    assert longest_side(tile) == pytest.approx(BOX_SIDE, abs=1.2)
    assert centre_of_mass(tile) == pytest.approx((CENTRE, CENTRE), abs=0.05)


def test_the_aspect_is_kept():
    page = np.ones((60, 30), np.float32)
    tile = to_tile(page)
    assert tile.sum() == pytest.approx(BOX_SIDE * BOX_SIDE / 2, rel=0.01)


@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (1, 300), (250, 3), (40, 40)])
def test_dots_bars_and_blocks_have_a_tile(shape):
    tile = to_tile(np.ones(shape, np.float32))
    assert (tile.min() >= 0, tile.max()) == (True, 1)
    assert centre_of_mass(tile) == pytest.approx((CENTRE, CENTRE), abs=0.25)


def test_a_drawing_heavy_at_one_end_does_not_fall_off_the_tile():
    ink = np.zeros((50, 200), np.float32)
    ink[:, :50] = 1
    ink[24:26, 50:] = 1
    tile = to_tile(ink)
    assert tile.sum() == pytest.approx(ink.sum() / 10**2, rel=0.01)


def test_a_thin_line_is_as_dark_as_a_thick_one():
    assert tile_of(5, pen=1.5).max() == tile_of(5, pen=30).max() == 1


def test_a_stray_speck_does_not_shrink_the_digit():
    picture = draw(DIGITS[5], colour=BLACK)
    clean = to_tile(read_ink(encode(picture)))
    picture.paste(BLACK, (391, 5, 395, 9))
    assert_alike(to_tile(read_ink(encode(picture))), clean, mean=0.003, most=0.07)


@pytest.mark.parametrize("pen", [4, 16])
def test_a_drawing_of_several_parts_stays_whole(pen):
    dotted = [[(0, 0)], [(0, 0.25), (0, 1)]]
    barred = [*DIGITS[5][:1], [(0.2, -0.12), (0.6, -0.12)]]
    for strokes in (dotted, barred):
        ink = read_ink(png(strokes, pen=pen))
        assert mass_box(to_tile(ink))[0] == pytest.approx(mass_box(ink)[0], abs=0.06)


def test_a_tile_read_as_a_picture_is_that_tile_again():
    tile = tile_of(3, pen=30)
    grey = Image.fromarray(np.rint(tile * 255).astype(np.uint8))
    again = to_tile(read_ink(encode(grey)))
    assert_alike(again, tile, mean=0.02, most=0.3)


@pytest.mark.parametrize("digit", DIGITS)
def test_the_original_tile_is_the_drawing_padded_and_stretched(digit):
    """Half of the width left and right, a fifth of the height above and below."""
    ink = read_ink(png(DIGITS[digit], pen=24))
    height, width = ink.shape
    padded = np.pad(ink, ((height // 5,) * 2, (width // 2,) * 2))
    expected = Image.fromarray(padded).resize((75, 75), Image.Resampling.BOX)
    tile = to_tile75(ink)
    assert tile.dtype == np.float32
    assert np.abs(tile - np.asarray(expected)).mean() < 0.03


def test_the_original_tile_takes_a_drawing_smaller_than_itself():
    tile = to_tile75(np.ones((10, 4), np.float32))
    assert (tile.min(), tile.max()) == (0, 1)
    assert tile.sum() == pytest.approx(75 / 1.4 * 75 / 2, rel=0.01)


def longest_side(tile):
    rows = np.flatnonzero(tile.max(axis=1) > 0.2)
    columns = np.flatnonzero(tile.max(axis=0) > 0.2)
    return max(np.ptp(rows), np.ptp(columns)) + 1


def centre_of_mass(tile):
    middles = np.arange(TILE_SIDE) + 0.5
    return tuple((tile.sum(axis=axis) @ middles) / tile.sum() for axis in (0, 1))


def mass_box(page):
    """Aspect of the box around all that is clearly ink."""
    rows = np.flatnonzero(page.max(axis=1) > 0.2)
    columns = np.flatnonzero(page.max(axis=0) > 0.2)
    return (np.ptp(columns) + 1) / (np.ptp(rows) + 1), page.sum()


def test_tiles_are_centred_where_mnist_centres_its_digits():
    ink = mnist.tiles()
    place = np.arange(TILE_SIDE) + 0.5
    mass = ink.sum((1, 2))
    across = (ink.sum(1) @ place / mass).mean()
    down = (ink.sum(2) @ place / mass).mean()
    assert (across, down) == pytest.approx((CENTRE, CENTRE), abs=0.1)
