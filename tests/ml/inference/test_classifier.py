"""The shipped file answers: for digits, for other things, in threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ml.data import strokes
from ml.data.synthetic import draw_tiles
from ml.inference.classifier import (
    BadVersion,
    Classifier,
    decide_all,
    logits_to_probabilities,
    softmax,
)
from ml.inference.networks import NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes
from tests.support.mnist import digits, tiles

LITERT = Path("weights/base/model.tflite").read_bytes()


@pytest.fixture(scope="module")
def base():
    return Classifier(LITERT, network="deep")


def test_real_digits_are_read(base):
    answers = [base.answer(tile).digit for tile in tiles()]
    assert np.mean(answers == digits().y) >= 0.98


def test_a_scribble_is_not_a_digit(base):
    t = np.linspace(0, 40, 400)
    scribble = [np.stack([np.sin(2.3 * t) + np.sin(t), np.cos(3.1 * t)], 1)]
    answer = base.answer(base.prepare(strokes.draw(scribble, width=0.03)))
    assert answer.digit == NOT_A_DIGIT
    assert answer.confidence == pytest.approx(answer.probabilities[NOT_A_DIGIT])


def test_an_answer_has_a_probability_for_each_class(base):
    answer = base.answer(tiles()[0])
    assert len(answer.probabilities) == 11
    assert sum(answer.probabilities) == pytest.approx(1)
    assert answer.confidence == answer.probabilities[answer.digit]
    assert {type(answer.digit), type(answer.confidence)} == {int, float}


def test_the_threshold_is_the_probability_from_which_nothing_is_a_digit():
    logits = np.full((2, 11), -50, np.float32)
    logits[:, 3], logits[:, NOT_A_DIGIT] = 0, np.log([0.69 / 0.31, 0.71 / 0.29])
    for temperature in (1, 2):
        shares = logits_to_probabilities(temperature * logits, temperature, 0.7)
        assert list(decide_all(shares)) == [3, NOT_A_DIGIT]
    assert logits_to_probabilities(logits, 2, 0.5) == pytest.approx(softmax(logits / 2))


def test_the_threshold_does_not_change_how_digits_compare():
    logits = np.random.default_rng(0).normal(0, 3, (50, 11)).astype(np.float32)
    low, high = (logits_to_probabilities(logits, 1, t)[:, :10] for t in (0.1, 0.9))
    parts = [shares / shares.sum(axis=1, keepdims=True) for shares in (low, high)]
    assert parts[0] == pytest.approx(parts[1], abs=1e-5)


def test_ten_classes_have_nothing_to_shift():
    logits = np.random.default_rng(0).normal(0, 3, (5, 10)).astype(np.float32)
    shares = logits_to_probabilities(logits, 2, 0.1)
    assert shares == pytest.approx(softmax(logits / 2))


@pytest.mark.parametrize("threshold", [0.001, 0.1879, 0.5, 0.9, 0.999])
def test_an_answer_is_the_likeliest_class_and_as_sure(threshold):
    drawn = draw_tiles(60, 60, seed=1)
    version = Classifier(LITERT, network="deep", threshold=threshold)
    for tile in (*tiles(), *from_bytes(drawn.x)):
        answer = version.answer(tile)
        assert answer.confidence == max(answer.probabilities)
        assert answer.probabilities.index(answer.confidence) == answer.digit


def test_ten_classes_never_say_not_a_digit(base):
    answer = base.decide(np.full(10, 0.1, np.float32))
    assert answer.digit == 0
    assert len(answer.probabilities) == 10


def test_temperature_changes_how_sure_but_not_what(base):
    cool = Classifier(LITERT, network="deep", temperature=0.5).probabilities(tiles())
    warm = Classifier(LITERT, network="deep", temperature=2).probabilities(tiles())
    assert np.array_equal(cool.argmax(1), warm.argmax(1))
    assert cool.max(1).mean() > warm.max(1).mean()


def test_a_batch_answers_as_one_by_one(base):
    alone = [base.probabilities(tile[None])[0] for tile in tiles()[:40]]
    assert np.array_equal(base.probabilities(tiles()[:40]), alone)


def test_no_tiles_give_no_rows(base):
    assert base.probabilities(np.empty((0, 28, 28), np.float32)).shape == (0, 11)


def test_threads_answer_as_one_thread_does(base):
    expected = [base.answer(tile) for tile in tiles()]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(base.answer, list(tiles()) * 5))
    assert answers == expected * 5


def test_tiles_of_another_size_are_refused(base):
    with pytest.raises(ValueError, match=r"Expected tiles \(n, 28, 28\), got \(28, 28"):
        base.probabilities(tiles()[0])


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"damaged", bytes(5000), LITERT[:-100], LITERT[: len(LITERT) // 2]],
    ids=["empty", "other", "zeros", "cut", "half"],
)
def test_a_spoiled_file_is_refused(spoiled):
    with pytest.raises(BadVersion, match="Not a LiteRT file of deep"):
        Classifier(spoiled, network="deep")


def test_a_file_of_another_network_is_refused():
    with pytest.raises(BadVersion, match="Expected 10 classes of seed75"):
        Classifier(LITERT, network="seed75")


def test_an_unknown_network_and_a_senseless_temperature_are_refused():
    with pytest.raises(BadVersion, match="No network 'other'"):
        Classifier(LITERT, network="other")
    with pytest.raises(BadVersion, match="temperature above 0"):
        Classifier(LITERT, network="deep", temperature=0)


@pytest.mark.parametrize("threshold", [0, 1, -0.1, 1.5, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(threshold):
    with pytest.raises(BadVersion, match=f"between 0 and 1, got {threshold}"):
        Classifier(LITERT, network="deep", threshold=threshold)


def test_softmax_survives_large_logits():
    assert softmax(np.array([[1e4, 0]], np.float32)).tolist() == [[1, 0]]


def test_serving_imports_neither_tensorflow_nor_opencv():
    code = (
        "import sys, pathlib, numpy as np\n"
        "from ml.inference.classifier import Classifier\n"
        "file = pathlib.Path('weights/base/model.tflite').read_bytes()\n"
        "Classifier(file, network='base').answer(np.ones((28, 28), np.float32))\n"
        "print({'tensorflow', 'keras', 'cv2', 'django'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
