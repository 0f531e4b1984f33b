"""Keras -> LiteRT, refused when the two disagree; weights to a file and back."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.inference.classifier import Classifier, softmax
from ml.inference.version_files import LITERT_FILE
from ml.training.architectures import build
from ml.training.outputs import logits_of, outputs

if TYPE_CHECKING:
    import keras

PARITY = 1e-4  # of probability: float32 noise is a hundred times smaller
PARITY_TILES = 1_000


class Disparity(RuntimeError):
    """The exported file does not answer as the network does."""


def export(name: str, model: keras.Model, tiles: np.ndarray) -> tuple[bytes, float]:
    """The LiteRT file of a model of network `name`: tiles -> logits, any batch size.

    Checked on `tiles` float32 (n, side, side), a thousand of them or more. Returns the
    file and the largest difference of any probability. Raises Disparity if that is
    more than 1e-4.
    """
    if len(tiles) < PARITY_TILES:
        raise ValueError(f"Expected {PARITY_TILES} tiles or more, got {len(tiles)}.")
    litert = _convert(logits_of(model))
    difference = disparity(name, model, litert, tiles)
    if not difference <= PARITY:
        raise Disparity(f"LiteRT and Keras differ by {difference:.1e}, over {PARITY}.")
    return litert, difference


def disparity(name: str, model: keras.Model, litert: bytes, tiles: np.ndarray) -> float:
    """The largest difference of any probability between Keras and LiteRT."""
    by_keras = softmax(outputs(logits_of(model), tiles, batch=250))
    by_litert = Classifier(litert, network=name).probabilities(tiles)
    return float(np.abs(by_keras - by_litert).max())


def plain_copy(name: str, model: keras.Model) -> keras.Model:
    """Never compiled, so saved without an optimiser; in float32 whatever trained it."""
    copy = build(name)
    copy.set_weights(model.get_weights())
    return copy


def load_weights(name: str, path: Path) -> keras.Model:
    """A freshly built network with the weights of `path` (Keras's .weights.h5)."""
    model = build(name)
    model.load_weights(path)
    return model


def _convert(model: keras.Model) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / LITERT_FILE
        with contextlib.redirect_stdout(io.StringIO()):  # prints whatever verbose says
            model.export(path, format="litert", verbose=False)
        return path.read_bytes()
