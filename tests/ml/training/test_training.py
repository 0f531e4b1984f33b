"""Training from the first step to a finished version, in one go and in two."""

import dataclasses
import itertools
import os
import signal

import numpy as np
import pytest
import yaml

from ml.data.unipen import Trajectory, held_out
from ml.inference.classifier import Classifier
from ml.publishing import litert, publish
from ml.publishing.litert import load_weights
from ml.train import main, stop_on_signals, train
from ml.training import label_noise
from ml.training.architectures import BUILDERS, SCREEN
from ml.training.batches import base_source, seed75_source
from ml.training.checkpoint import OtherRun
from ml.training.loop import Interrupted
from ml.training.outputs import outputs
from ml.training.prefetch import prefetch
from ml.training.recipes import RECIPES
from tests.support.mnist import small_mnist, tiles

BASE = dataclasses.replace(
    RECIPES["deep"], epochs=2, batch=32, digits=120, others=60, learning_rate=1e-3
)
SEED75 = dataclasses.replace(RECIPES["seed75"], epochs=1, batch=32, validation=40)


def quiet(_line):
    """A log for runs whose words do not matter."""


@pytest.fixture(scope="module", autouse=True)
def small_network():
    """Builds a smaller network as "deep": TensorFlow prepares it in half the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BUILDERS, "deep", BUILDERS[SCREEN])
        yield


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    out = tmp_path_factory.mktemp("weights") / "base"
    scores = train("deep", small_mnist(), BASE, out, log=quiet)
    return out, scores


@pytest.mark.slow
def test_training_ends_with_a_version_that_answers(finished):
    out, scores = finished
    front = (out / "README.md").read_text().split("---\n")[1]
    facts = yaml.safe_load(front)["digitsite"]
    classifier = Classifier((out / "model.tflite").read_bytes(), network="deep")
    expected = outputs(load_weights("deep", out / "model.weights.h5"), tiles())
    assert classifier.logits(tiles()) == pytest.approx(expected, abs=1e-3)
    assert facts["scores"] == scores
    assert not out.with_name("base.training").exists()


@pytest.mark.slow
def test_an_interrupted_run_ends_as_one_that_was_not(finished, tmp_path):
    out, lines = tmp_path / "base", []
    steps = itertools.count(1)
    with pytest.raises(Interrupted, match="after step 10"):
        train("deep", small_mnist(), BASE, out, stop=lambda: next(steps) == 10)
    train("deep", small_mnist(), BASE, out, log=lines.append)
    assert "Resuming in epoch 2, step 1/9." in lines
    one, two = (
        load_weights("deep", f / "model.weights.h5") for f in (finished[0], out)
    )
    for left, right in zip(one.weights, two.weights, strict=True):
        assert np.asarray(left) == pytest.approx(np.asarray(right), abs=1e-4)


@pytest.mark.slow
def test_another_recipe_does_not_go_on_from_an_unfinished_run(tmp_path):
    out, other = tmp_path / "base", dataclasses.replace(BASE, epochs=1)
    with pytest.raises(Interrupted):
        train("deep", small_mnist(), BASE, out, stop=lambda: True, log=quiet)
    with pytest.raises(OtherRun, match="--fresh"):
        train("deep", small_mnist(), other, out, log=quiet)
    train("deep", small_mnist(), other, out, fresh=True, log=quiet)
    assert (out / "model.tflite").exists()


@pytest.mark.slow
def test_the_original_trains_on_its_own_split_until_it_is_good_enough(
    tmp_path, monkeypatch
):
    for module in (litert, publish):  # a thousand tiles of 75x75 take half a minute
        monkeypatch.setattr(module, "PARITY_TILES", 50)
    out = tmp_path / "seed75"
    mnist = small_mnist()
    none = mnist.test.take([])
    mnist = mnist._replace(train=none, test=none)  # 40 remain
    few = {"validation": 32, "batch": 4}  # two steps an epoch, half a second a tile
    recipe = dataclasses.replace(SEED75, epochs=3, enough=0.01, **few)
    scores = train("seed75", mnist, recipe, out, log=quiet)
    assert 0 <= scores["validation"] <= 1
    assert "mnist_test" not in scores
    assert scores["epochs"] == 1
    assert scores["parity"] < 1e-5  # trained in bfloat16, kept and exported in float32
    classifier = Classifier((out / "model.tflite").read_bytes(), network="seed75")
    noise = np.random.default_rng(0).random((5, 75, 75), np.float32)
    model = load_weights("seed75", out / "model.weights.h5")  # which ends in softmax
    assert classifier.probabilities(noise) == pytest.approx(
        outputs(model, noise), abs=1e-5
    )


def test_batches_depend_on_the_seed_and_the_step_alone():
    one, two = (base_source(small_mnist(), BASE, quiet) for _ in range(2))
    two.batch(0)
    for left, right in zip(one.batch(5), two.batch(5), strict=True):
        assert np.array_equal(left, right)


@pytest.mark.slow
def test_doubted_pens_do_not_train_and_the_card_counts_them(tmp_path, monkeypatch):
    monkeypatch.setattr(label_noise, "_find", lambda pens, *_rest: {0: 7, 1: 10})
    lines = [np.array([[0.0, 0.0], [0.3, 1.0]])]
    pens = [Trajectory(1, f"aga/w{n:02}", lines) for n in range(40)]
    recipe, out = dataclasses.replace(BASE, epochs=1), tmp_path / "base"
    train("deep", small_mnist(), recipe, out, pens=pens, log=quiet)
    held = len(held_out(pen.writer for pen in pens))
    front = (out / "README.md").read_text().split("---\n")[1]
    counts = yaml.safe_load(front)["digitsite"]["counts"]
    assert counts["unipen_digits"] == 38 - held
    assert counts["held_unipen_digits"] == held > 0
    assert (counts["wrong_digits"], counts["no_digits"]) == (1, 1)


def test_pens_take_their_share_of_a_batch_from_drawn_digits():
    lines = [np.array([[0.0, 0.0], [0.3, 1.0]])]
    pens = [Trajectory(1, f"pens/{n % 10}", lines) for n in range(40)]
    source = base_source(small_mnist(), BASE, quiet, pens)
    assert source.counts["pens"] == 16
    assert source.counts["held_pens"] == 24
    ones = np.mean([(source.batch(step)[1] == 1).mean() for step in range(20)])
    without = base_source(small_mnist(), BASE, quiet)
    assert ones > 0.1 + np.mean([(without.batch(s)[1] == 1).mean() for s in range(20)])


def test_a_batch_has_its_share_of_drawn_digits_and_non_digits():
    source = base_source(small_mnist(), BASE, quiet)
    x, y = source.batch(0)
    assert x.shape == (32, 28, 28)
    others = BASE.other_share + BASE.pen_other_share
    assert (y == 10).sum() == round(32 * others)
    drawn = round(32 * (BASE.pen_share + BASE.digit_share)) + (y == 10).sum()
    assert source.per_epoch == 120 // (32 - drawn)


def test_an_epoch_of_the_original_shows_a_digit_once():
    source = seed75_source(small_mnist(), SEED75, quiet)
    seen = np.concatenate([source.batch(i)[0] for i in range(source.per_epoch)])
    assert seen.shape == (160, 75, 75)
    assert len(np.unique(seen.reshape(160, -1), axis=0)) == 160
    assert len(source.validation[1]) == 40


def test_an_error_while_preparing_batches_is_raised_where_they_are_used():
    def make(step):
        return step if step < 3 else 1 // 0

    batches = prefetch(make, range(5))
    assert [next(batches) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        next(batches)


def test_ctrl_c_and_kill_ask_for_a_stop():
    for sign in (signal.SIGINT, signal.SIGTERM):
        with stop_on_signals() as stop:
            assert not stop()
            os.kill(os.getpid(), sign)
            assert stop()


def test_a_missing_or_wrong_data_file_ends_with_a_sentence(tmp_path, capsys):
    wrong = tmp_path / "wrong.npz"
    wrong.write_bytes(b"nothing")
    for path in (wrong, tmp_path / "missing.npz"):
        assert main(["--data", str(path), "--out", str(tmp_path / "out")]) == 1
        assert path.name in capsys.readouterr().err
