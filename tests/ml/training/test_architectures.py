"""The networks: their size, and what they take and give."""

import numpy as np
import pytest

from ml.inference.networks import NETWORKS
from ml.training.architectures import build, multiply_adds
from ml.training.outputs import logits_of


@pytest.fixture(scope="module")
def deep():
    return build("deep")


@pytest.fixture(scope="module")
def base():
    return build("base")


@pytest.fixture(scope="module")
def seed75():
    return build("seed75")


def test_the_original_network_has_exactly_its_parameters(seed75):
    assert seed75.count_params() == 1_052_586


def test_the_network_that_ships_keeps_to_its_budget(deep):
    assert deep.count_params() <= 1_000_000
    assert multiply_adds(deep) <= 40_000_000


def test_the_network_that_shipped_before_is_still_the_same(base):
    assert base.count_params() == 219_899
    assert multiply_adds(base) == 8_009_312


def test_multiply_adds_of_the_original_are_those_of_its_layers(seed75):
    convolutions = 73**2 * 9 * 32 + 71**2 * 9 * 32 * 128
    convolutions += 33**2 * 9 * 128 * 64 + 31**2 * 9 * 64 * 32
    assert multiply_adds(seed75) == convolutions + 15 * 15 * 32 * 128 + 128 * 10


def test_the_original_puts_out_ten_probabilities(seed75):
    out = np.asarray(seed75(np.random.default_rng(0).random((3, 75, 75, 1))))
    assert out.shape == (3, 10)
    assert out.sum(1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_logits_are_what_the_softmax_is_given(seed75):
    page = np.random.default_rng(0).random((2, 75, 75, 1))
    powers = np.exp(np.asarray(logits_of(seed75)(page)))
    probabilities = powers / powers.sum(1, keepdims=True)
    assert np.asarray(seed75(page)) == pytest.approx(probabilities, abs=1e-6)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_takes_the_tiles_that_it_prepares(name, request):
    network, model = NETWORKS[name], request.getfixturevalue(name)
    ink = np.zeros((90, 60), np.float32)
    ink[10:80, 25:35] = 1
    tile = network.prepare(ink)
    assert tile.shape == (network.side, network.side)
    assert tile.dtype == np.float32
    assert model(tile[None, ..., None]).shape == (1, network.classes)
