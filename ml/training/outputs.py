"""What a network, or one of its last layers, puts out for tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml.data.mnist import Digits
from ml.inference.networks import LOGITS
from ml.preprocessing.tile import from_bytes

if TYPE_CHECKING:
    import keras


def outputs(model: keras.Model, tiles: np.ndarray, batch: int = 500) -> np.ndarray:
    """What the model puts out for tiles (n, side, side): float32 (n, size).

    Tiles are float, 0..1, or uint8, 255 ink: these become floats a batch at a time.
    """
    batches = []
    for start in range(0, len(tiles), batch):
        part = tiles[start : start + batch, ..., None]
        if part.dtype == np.uint8:
            part = from_bytes(part)
        batches.append(np.asarray(model.predict_on_batch(part)))
    return np.concatenate(batches)


def ends_in_logits(model: keras.Model) -> bool:
    """Or in probabilities, as the original network does."""
    return model.layers[-1].name == LOGITS


def logits_of(model: keras.Model) -> keras.Model:
    """The same weights, up to the logits: inputs (n, side, side, 1) -> (n, classes)."""
    from keras import Model

    return Model(model.inputs, model.get_layer(LOGITS).output)


def features_of(model: keras.Model, digits: Digits) -> np.ndarray:
    """The last hidden layer's output for each tile, float32 (n, d), of length 1."""
    from keras import Model

    hidden = Model(model.inputs, model.get_layer(LOGITS).input)
    features = outputs(hidden, digits.x)
    return features / np.linalg.norm(features, axis=1, keepdims=True).clip(1e-9)
