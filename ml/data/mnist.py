"""MNIST, checked, with splits that stay the same from run to run.

MNIST: LeCun, Cortes and Burges 1998, http://yann.lecun.com/exdb/mnist/, CC BY-SA 3.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

VALIDATION = 5_000  # of MNIST's 60,000: choose on these, report on the 10,000
SPLIT_SEED = 2020  # part of what "validation" means: never changes


class BadData(ValueError):
    """The file is not what training expects; the message says what is."""


class Digits(NamedTuple):
    """Grey digits and their labels."""

    x: np.ndarray  # uint8 (n, 28, 28), 255 ink
    y: np.ndarray  # uint8 (n,)

    def take(self, rows: np.ndarray) -> Digits:
        return Digits(self.x[rows], self.y[rows])


def join(parts: Iterable[Digits]) -> Digits:
    """The parts one after the other."""
    x, y = zip(*parts, strict=True)
    return Digits(np.concatenate(x), np.concatenate(y))


class Mnist(NamedTuple):
    """What `base` trains on, chooses on and reports."""

    train: Digits
    validation: Digits
    test: Digits


def load_mnist(path: str | Path | None = None) -> Mnist:
    """Read MNIST from an .npz in Keras's format, or let Keras download it.

    Raises BadData with what is missing or misshapen, FileNotFoundError without a file.
    """
    train, test = _read(path) if path else _download()
    rest, held = stratified(train.y, VALIDATION)
    return Mnist(train.take(rest), train.take(held), test)


def stratified(
    labels: np.ndarray, held: int, seed: int = SPLIT_SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Rows to keep and rows to hold out, every class with its own share.

    Both are sorted; together they are every row once. The rounding left over goes to
    the largest fractions, so that exactly `held` rows are held out.
    """
    rng = np.random.default_rng(seed)
    classes, counts = np.unique(labels, return_counts=True)
    exact = counts * held / len(labels)
    shares = exact.astype(int)
    by_fraction = np.argsort(shares - exact, kind="stable")  # the largest first
    shares[by_fraction[: held - shares.sum()]] += 1
    held_rows = [
        rng.permutation(np.flatnonzero(labels == label))[:share]
        for label, share in zip(classes, shares, strict=True)
    ]
    held_rows = np.sort(np.concatenate(held_rows))
    return np.setdiff1d(np.arange(len(labels)), held_rows), held_rows


def _read(path: str | Path) -> tuple[Digits, Digits]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return _part(file, "train"), _part(file, "test")
    except FileNotFoundError:
        raise
    except BadData as error:
        raise BadData(f"{path}: {error}") from None
    except (ValueError, OSError, EOFError) as error:
        raise BadData(f"{path}: not an .npz file ({error}).") from error


def _part(file, part: str) -> Digits:
    missing = [name for name in (f"x_{part}", f"y_{part}") if name not in file]
    if missing:
        raise BadData(f"expected x_{part} and y_{part}; {missing[0]} is missing.")
    return _checked(file[f"x_{part}"], file[f"y_{part}"], part)


def _checked(x: np.ndarray, y: np.ndarray, part: str) -> Digits:
    if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (28, 28):
        raise BadData(f"expected x_{part} uint8 (n, 28, 28), got {x.dtype} {x.shape}.")
    if y.shape != x.shape[:1] or not np.issubdtype(y.dtype, np.integer):
        raise BadData(f"expected y_{part} {x.shape[:1]} of 0..9, got {y.shape}.")
    if not len(y) or y.min() < 0 or y.max() > 9:
        raise BadData(f"expected y_{part} of 0..9, got other values.")
    return Digits(x, y.astype(np.uint8))


def _download() -> tuple[Digits, Digits]:
    from keras.datasets import mnist

    (x, y), (x_test, y_test) = mnist.load_data()
    return _checked(x, y, "train"), _checked(x_test, y_test, "test")
