"""Tiles to replay and to judge by: balanced, each once, never the same in both."""

from dataclasses import replace

import numpy as np
import pytest

from ml.data.mnist import BadData
from ml.data.replay import HOLDOUT, REPLAY, TileCounts, load_tiles, main, make
from ml.data.unipen import Trajectory
from ml.inference.networks import NOT_A_DIGIT
from ml.inference.version_files import WEIGHTS
from tests.support.mnist import small_mnist

SHARE = TileCounts(mnist=4, pens=3, drawn=2, seed=5)
PENS = [
    Trajectory(label, "pens/1", [np.array([[0, 0], [label, 5], [4, 9], [n, 9.0]])])
    for label in range(10)
    for n in range(4)
]


def tiles_of(digits):
    return [tile.tobytes() for tile in digits.x]


def test_each_class_has_as_many_tiles_and_each_tile_is_there_once():
    made = make(small_mnist().train, PENS, SHARE)
    assert np.bincount(made.y).tolist() == [9] * 11
    assert len(set(tiles_of(made))) == len(made.y)


def test_what_judges_shares_no_tile_with_what_is_replayed():
    """The same seed draws the same dots and scribbles for both."""
    replay = make(small_mnist().train, PENS, SHARE)
    others = replay.take(replay.y == NOT_A_DIGIT)
    shared = [
        set(tiles_of(others))
        & set(tiles_of(make(small_mnist().test, PENS, SHARE, known)))
        for known in (None, others)
    ]
    assert shared[0]
    assert not shared[1]


def test_too_few_digits_are_told_with_both_numbers():
    with pytest.raises(BadData, match="Expected 400 of each digit, found 1"):
        make(small_mnist().train, PENS, replace(SHARE, mnist=400))


def test_a_file_without_tiles_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", z=[1])
    (tmp_path / "text.npz").write_text("no archive")
    for name in ("other.npz", "text.npz"):
        with pytest.raises(BadData, match="expected tiles x and labels y"):
            load_tiles(tmp_path / name)


def test_tiles_of_unipens_distribution_are_not_made(tmp_path, capsys):
    assert main(["--pens", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "may not be passed on" in capsys.readouterr().err


def test_the_shipped_tiles_name_their_sources():
    for name in (REPLAY, HOLDOUT):
        with np.load(WEIGHTS / name) as file:
            assert "Alpaydin and Alimoglu" in str(file["sources"])
