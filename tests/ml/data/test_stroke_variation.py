"""People's strokes, varied before they are drawn again."""

import numpy as np

from ml.data.stroke_variation import pressure, vary
from ml.data.strokes import draw

FOUR = [
    np.array([[30.0, 0.0], [15, 30], [0, 60], [30, 58], [60, 55]]),
    np.array([[40.0, 30.0], [40, 65], [40, 100]]),
]


def height(strokes):
    return np.ptp(np.concatenate(strokes)[:, 1])


def test_no_two_attempts_are_the_same():
    rng = np.random.default_rng(0)
    once, again = vary(FOUR, rng), vary(FOUR, rng)
    assert not np.array_equal(np.concatenate(once), np.concatenate(again))


def test_an_attempt_stays_near_what_was_written():
    rng = np.random.default_rng(1)
    heights = [height(vary(FOUR, rng)) for _ in range(200)]
    assert 0.8 < np.mean(heights) < 1.2
    assert min(heights) > 0.6
    assert max(heights) < 1.6


def test_strokes_move_against_each_other():
    rng = np.random.default_rng(2)
    gaps = [a[0] - b[0] for a, b in (vary(FOUR, rng) for _ in range(50))]
    assert np.std(gaps, axis=0).min() > 0.01


def test_a_dot_can_be_varied():
    (dot,) = vary([np.array([[3.0, 4.0]])], np.random.default_rng(3))
    assert dot.shape == (1, 2)


def test_pressure_makes_the_pen_wider_and_narrower():
    line = [np.stack([np.full(40, 0.5), np.linspace(0, 1, 40)], 1)]
    pressed = [pressure(40, np.random.default_rng(8))]
    assert np.ptp(pressed[0]) > 0.1
    widths = (draw(line, 0.15, pressed) > 0.5).sum(axis=1)
    inside = widths[20:-20]
    assert np.ptp(inside) >= 2
    even = (draw(line, 0.15) > 0.5).sum(axis=1)[20:-20]
    assert np.ptp(even) <= 1
