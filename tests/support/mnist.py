"""A few real digits: 20 of each from MNIST's test set (CC BY-SA 3.0)."""

from pathlib import Path

import numpy as np

from ml.data.mnist import Digits, Mnist, stratified

FILE = Path(__file__).parents[1] / "data" / "mnist_digits.npz"


def digits():
    """Digits uint8 (200, 28, 28) and their labels."""
    with np.load(FILE) as file:
        return Digits(file["x"], file["y"])


def tiles():
    """The same as tiles: float32 (200, 28, 28), 0..1."""
    return digits().x.astype(np.float32) / 255


def small_mnist():
    """120 to train on, 40 to choose on, 40 to report."""
    all_of_it = digits()
    rest, test = stratified(all_of_it.y, 40)
    rest, test = all_of_it.take(rest), all_of_it.take(test)
    train, validation = stratified(rest.y, 40)
    return Mnist(rest.take(train), rest.take(validation), test)
