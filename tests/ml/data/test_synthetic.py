"""Tiles of pen trajectories, drawn again with other pens."""

import numpy as np

from ml.data import synthetic
from ml.data.synthetic import draw_tiles, plain_tiles, redraw_tiles
from ml.data.unipen import Trajectory
from ml.inference.version_files import WEIGHTS, load_version
from ml.preprocessing.tile import from_bytes
from tests.support.drawings import DIGITS

PENS = [
    Trajectory(digit, "a/1", [np.array(stroke, float) for stroke in DIGITS[digit]])
    for digit in (1, 3, 7)
]


def test_each_trajectory_is_drawn_as_often_as_asked_for_and_read_as_its_label():
    drawn = redraw_tiles(PENS, times=4, seed=0)
    assert drawn.y.tolist() == [1, 3, 7] * 4
    base = load_version(WEIGHTS / "base")
    answers = [base.answer(tile.astype(np.float32) / 255).digit for tile in drawn.x]
    assert np.mean(answers == drawn.y) > 0.7


def test_pens_differ_from_time_to_time_but_not_for_the_same_seed():
    first, again, other = (redraw_tiles(PENS, 2, seed).x for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first[:3], first[3:])


def test_several_processes_draw_what_one_draws(monkeypatch):
    monkeypatch.setattr(synthetic, "CHUNK", 4)
    drawn = redraw_tiles(PENS, 3, seed=0).x, draw_tiles(6, 6, 0, PENS).x
    monkeypatch.setattr(synthetic, "work", lambda make, jobs, _n: map(make(), jobs))
    again = redraw_tiles(PENS, 3, seed=0).x, draw_tiles(6, 6, 0, PENS).x
    assert all(np.array_equal(*pair) for pair in zip(drawn, again, strict=True))


def test_no_pens_are_no_tiles():
    assert redraw_tiles([], 4, seed=0).x.shape == (0, 28, 28)
    assert plain_tiles([]).x.shape == (0, 28, 28)


def test_a_plain_tile_has_all_points_and_one_pen():
    curve = np.array([[np.cos(t), np.sin(t)] for t in np.linspace(0, 6, 90)])
    tiles = plain_tiles([Trajectory(0, "pens/1", [curve]) for _ in range(3)])
    assert tiles.y.tolist() == [0] * 3
    assert (tiles.x == tiles.x[0]).all()
    assert 1 < from_bytes(tiles.x[0])[14].sum() < 4  # two strokes, some 1.3 wide each
