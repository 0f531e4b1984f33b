"""MNIST is checked before hours are spent on it; its splits never change."""

import numpy as np
import pytest

from ml.data.mnist import BadData, load_mnist, stratified


def mnist_arrays(count=6000):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (count, 28, 28), np.uint8)
    y = (np.arange(count) % 10).astype(np.uint8)
    return {"x_train": x, "y_train": y, "x_test": x[:100], "y_test": y[:100]}


def saved(folder, **changes):
    path = folder / "mnist.npz"
    arrays = mnist_arrays() | changes
    np.savez(path, **{key: value for key, value in arrays.items() if value is not None})
    return path


def test_mnist_is_read_and_a_validation_part_held_out(tmp_path):
    mnist = load_mnist(saved(tmp_path))
    assert [len(part.y) for part in mnist] == [1000, 5000, 100]
    assert np.bincount(mnist.validation.y).tolist() == [500] * 10


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"y_test": None}, "y_test is missing"),
        ({"x_train": np.zeros((6000, 784), np.uint8)}, r"got uint8 \(6000, 784\)"),
        ({"x_train": np.zeros((6000, 28, 28))}, "got float64"),
        ({"y_train": np.zeros(5, int)}, r"got \(5,\)"),
        ({"y_train": np.full(6000, 10)}, "0..9, got other values"),
    ],
)
def test_a_misshapen_file_is_refused_with_what_is_wrong(tmp_path, changes, words):
    with pytest.raises(BadData, match=words):
        load_mnist(saved(tmp_path, **changes))


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(b"not an archive")
    with pytest.raises(BadData, match=r"not an \.npz file"):
        load_mnist(path)


def test_a_split_is_stable_and_gives_every_class_its_share():
    labels = np.repeat(np.arange(10), np.arange(10, 110, 10))
    rest, held = stratified(labels, 55)
    assert np.bincount(labels[held]).tolist() == list(range(1, 11))
    assert np.array_equal(np.sort(np.concatenate([rest, held])), np.arange(550))
    assert np.array_equal(held, stratified(labels, 55)[1])


def test_a_split_holds_out_exactly_what_was_asked():
    labels = np.arange(100) % 7
    assert len(stratified(labels, 33)[1]) == 33
