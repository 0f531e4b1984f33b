"""Weights go to files and come back; LiteRT answers as Keras does or is refused."""

import io
from contextlib import redirect_stdout

import numpy as np
import pytest
import yaml

from ml.publishing.litert import Disparity, disparity, export, load_weights, plain_copy
from ml.publishing.publish import parity_tiles, publish
from ml.training.architectures import BUILDERS, SCREEN, build
from ml.training.batches import Source
from ml.training.recipes import RECIPES
from tests.support.mnist import digits, tiles


@pytest.fixture(scope="module")
def model():
    """Not trained: its answers are noise, the same from both runtimes."""
    return build("deep")


@pytest.fixture(scope="module")
def exported(model):
    """The LiteRT file, and what was printed meanwhile."""
    with redirect_stdout(io.StringIO()) as printed:
        file, _ = export("deep", model, parity_tiles(tiles()))
    return file, printed.getvalue()


@pytest.fixture(scope="module")
def litert(exported):
    return exported[0]


def test_the_exported_file_answers_as_the_network(model, litert):
    assert disparity("deep", model, litert, tiles()) < 1e-5


def test_export_says_nothing_on_standard_output(exported):
    assert exported[1] == ""


def test_a_file_that_answers_otherwise_is_refused(model, litert, monkeypatch):
    other = build("deep")
    monkeypatch.setattr("ml.publishing.litert._convert", lambda _: litert)
    with pytest.raises(Disparity, match=r"over 0\.0001"):
        export("deep", other, parity_tiles(tiles()))


def test_export_insists_on_a_thousand_tiles(model):
    with pytest.raises(ValueError, match="Expected 1000 tiles or more, got 200"):
        export("deep", model, tiles())


def test_weights_come_back_and_answer_the_same(model, tmp_path):
    path = tmp_path / "model.weights.h5"
    plain_copy("deep", model).save_weights(path)
    again = load_weights("deep", path)
    page = tiles()[..., None]
    assert np.array_equal(np.asarray(again(page)), np.asarray(model(page)))


def test_saved_weights_hold_no_optimiser(model, tmp_path):
    model.compile("adam", "mse")
    plain_copy("deep", model).save_weights(tmp_path / "model.weights.h5")
    assert (tmp_path / "model.weights.h5").stat().st_size < 2_100_000


def test_a_published_version_is_whole_and_its_card_can_be_read(monkeypatch, tmp_path):
    monkeypatch.setitem(BUILDERS, "deep", BUILDERS[SCREEN])  # a smaller one
    model = build("deep")
    pages = tiles(), digits().y
    counts = {"digits_of_mnist": 0, "pens": 0, "held_pens": 0}
    source = Source(
        1, None, validation=pages, hard=None, people=None, test=pages, counts=counts
    )
    scores = publish("deep", model, source, RECIPES["deep"], 60.0, 1, tmp_path / "new")
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["README.md", "model.tflite", "model.weights.h5"]
    front = (tmp_path / "new" / "README.md").read_text().split("---\n")[1]
    facts = yaml.safe_load(front)["digitsite"]
    assert facts["scores"] == scores
    assert facts["recipe"]["epochs"] == RECIPES["deep"].epochs
