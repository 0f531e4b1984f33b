"""Digits and non-digits drawn by code."""

import numpy as np
import pytest

from ml.data import non_digits, strokes
from ml.data.glyphs import SIGNS
from ml.data.hershey import letters
from ml.data.synthetic import draw_tiles
from ml.inference.networks import NOT_A_DIGIT


def test_the_same_seed_draws_the_same_tiles():
    one, two, other = (draw_tiles(8, 4, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.x, two.x)
    assert not np.array_equal(one.x, other.x)


def test_drawn_tiles_are_full_of_ink_and_labelled():
    drawn = draw_tiles(60, 40, 0)
    assert (drawn.x.reshape(100, -1).max(1) > 200).all()
    assert (drawn.y[:60] < 10).all()
    assert (drawn.y[60:] == NOT_A_DIGIT).all()


def test_ink_is_as_wide_as_the_pen_and_antialiased():
    ink = strokes.draw([np.array([[0.0, 0.0], [0.03, 1.0]])], width=0.1)
    across = ink[len(ink) // 2].sum()
    assert across == pytest.approx(0.1 * strokes.PAGE, rel=0.25)
    assert ((ink > 0.1) & (ink < 0.9)).any()


def test_a_lone_tap_of_the_pen_is_a_dot():
    ink = strokes.draw([np.array([[0.5, 0.5], [0.5001, 0.5001]])], width=0.1)
    assert ink.max() == 1
    assert 0.7 < ink.shape[0] / ink.shape[1] < 1.4


def test_a_stroke_of_one_point_is_a_dot():
    line, dot = np.array([[0.5, 0.3], [0.5, 1.0]]), np.array([[0.5, 0.0]])
    ink = strokes.draw([line, dot], width=0.1)
    assert ink[:20].max() == 1  # above the line


@pytest.mark.parametrize("label", range(10))
def test_every_style_of_a_digit_can_be_drawn(label):
    rng = np.random.default_rng(label)
    for glyph in strokes.STYLES[label] + strokes.PLAIN[label]:
        ink = strokes.draw(strokes.write(glyph, rng), width=0.05)
        assert ink.max() == 1
        assert max(ink.shape) < strokes.PAGE + 20


def test_every_sign_can_be_drawn():
    rng = np.random.default_rng(0)
    assert all(
        strokes.draw(strokes.write(sign, rng), 0.05).max() == 1 for sign in SIGNS
    )


def test_every_letter_can_be_drawn():
    for strokes_of_one in letters():
        assert strokes.draw(list(strokes_of_one), 0.05).max() == 1


def test_a_number_is_made_of_the_digits_of_people_too():
    """A 1 of one stroke and this one of five tell which are theirs."""
    theirs = [np.array([[0.0, i / 5], [0.2, i / 5 + 0.1]]) for i in range(5)]
    rng = np.random.default_rng(0)
    numbers = [non_digits._number(rng, [theirs]) for _ in range(40)]
    assert any(len(number) >= 10 for number in numbers)
    for number in numbers:
        points = np.concatenate(number)
        assert np.ptp(points[:, 0]) > 0
        assert np.ptp(points[:, 1]) < 1.6
