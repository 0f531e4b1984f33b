"""Fine-tuning learns what is new and keeps what was known."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from ml.data.mnist import Digits
from ml.data.replay import HOLDOUT, REPLAY, load_tiles
from ml.data.synthetic import draw_tiles
from ml.inference.version_files import WEIGHTS
from ml.publishing.litert import load_weights
from ml.training.architectures import BUILDERS, SCREEN, build
from ml.training.finetune import FineTune, _rows, accuracy, average, fine_tune

pytestmark = pytest.mark.slow
RECIPE = FineTune(steps=30, replay=1_100, learning_rate=5e-4)


@pytest.fixture(scope="module")
def base():
    return load_weights("deep", WEIGHTS / "base" / "model.weights.h5")


@pytest.fixture(scope="module")
def strangers():
    """Sevens that somebody means as ones: the base cannot know."""
    drawn = draw_tiles(400, 0, seed=5)
    sevens = drawn.take(np.flatnonzero(drawn.y == 7)[:30])
    return Digits(sevens.x, np.full(30, 1, np.uint8))


@pytest.fixture(scope="module")
def tuned(base, strangers):
    seen = []
    weights = fine_tune(
        base,
        strangers,
        load_tiles(WEIGHTS / REPLAY),
        RECIPE,
        held_out=strangers,
        on_step=seen.append,
    )
    return weights, seen


def test_tensorflow_is_loaded_without_a_word():
    code = "from ml.training.tensorflow import load_tensorflow; load_tensorflow()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_what_is_new_is_learned_step_by_step(tuned):
    _, seen = tuned
    assert [step.number for step in seen] == [0, 10, 20, 30]
    assert seen[-1].held_out > seen[1].held_out > seen[0].held_out


def test_what_was_known_stays_known_when_old_and_new_are_averaged(base, tuned):
    holdout = load_tiles(WEIGHTS / HOLDOUT)
    before, old = accuracy(base, holdout), base.get_weights()
    base.set_weights(average(old, tuned[0], 0.3))
    after = accuracy(base, holdout)
    base.set_weights(old)
    assert before - after < 0.02


def test_the_model_itself_stays_as_it_is(base, tuned):
    fresh = load_weights("deep", WEIGHTS / "base" / "model.weights.h5")
    for left, right in zip(base.get_weights(), fresh.get_weights(), strict=True):
        assert np.array_equal(left, right)


def test_half_of_the_new_tiles_are_corrections_of_all_classes():
    labels = np.repeat([3, 7], [900, 100])
    corrected = np.zeros(1000, bool)
    corrected[[0, 1, 2, 950]] = True  # three threes and a seven
    rng, recipe = np.random.default_rng(0), FineTune(batch=64, new_share=0.25)
    batches = [_rows(labels, corrected, 500, recipe, rng) for _ in range(100)]
    assert all(len(rows) == 64 and (rows < 1000).sum() == 16 for rows in batches)
    new = np.concatenate([rows[rows < 1000] for rows in batches])
    assert corrected[new].mean() == 0.5
    for side in (new[corrected[new]], new[~corrected[new]]):
        assert 0.4 < (labels[side] == 7).mean() < 0.6


@pytest.mark.parametrize("corrected", [np.zeros(9, bool), np.ones(9, bool)])
def test_where_all_or_none_are_corrections_all_new_tiles_may_come(corrected):
    rng, labels = np.random.default_rng(0), np.arange(9)
    rows = _rows(labels, corrected, 50, FineTune(new_share=0.5), rng)
    assert (rows < 9).sum() == 32


def test_the_same_seed_gives_the_same_weights_and_another_does_not(
    strangers, monkeypatch
):
    monkeypatch.setitem(BUILDERS, "deep", BUILDERS[SCREEN])  # a smaller one
    model, replay = build("deep"), load_tiles(WEIGHTS / REPLAY)
    short = dataclasses.replace(RECIPE, steps=3)
    other = dataclasses.replace(short, seed=1)
    one, two, three = (
        fine_tune(model, strangers, replay, recipe) for recipe in (short, short, other)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(one, three, strict=True))


def test_the_shipped_tiles_are_small_balanced_and_not_the_same(base):
    replay, holdout = load_tiles(WEIGHTS / REPLAY), load_tiles(WEIGHTS / HOLDOUT)
    assert (WEIGHTS / REPLAY).stat().st_size < 2e6
    assert (WEIGHTS / HOLDOUT).stat().st_size < 1e6
    assert len(set(np.bincount(replay.y))) == len(set(np.bincount(holdout.y))) == 1
    seen = {tile.tobytes() for tile in replay.x}
    assert not any(tile.tobytes() in seen for tile in holdout.x)
