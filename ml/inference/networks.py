"""The networks, by name: what each one sees, how it is built.

"base" is the compact residual network that ships; "seed75" is the ConvNet of the
2020 student project, layer by layer. Both have a layer named "logits": export takes
its output, so that softmax and temperature live in one place,
`ml.inference.classifier`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml.preprocessing.tile import TILE_SIDE, to_tile, to_tile75

if TYPE_CHECKING:
    import keras

NOT_A_DIGIT = 10  # the eleventh class
LOGITS = "logits"  # name of the layer whose output is exported


@dataclass(frozen=True)
class Network:
    """One architecture and the tile that it expects."""

    name: str
    side: int  # tiles are (side, side) float32, 0 paper, 1 ink
    classes: int  # 10 digits, or 11 with 'not a digit'
    prepare: Callable[[np.ndarray], np.ndarray]  # ink -> tile
    build: Callable[[], keras.Model]  # imports Keras; input (n, side, side, 1)


def build_base() -> keras.Model:
    """Stem and three residual blocks: 28 -> 14 -> 14 -> 7 -> 4 pixels a side.

    The stride of the 5x5 stem saves most of the work: digits need little more than
    14x14 once the first filters have seen the edges. Residual blocks follow He et al.
    2015 (arXiv 1512.03385); a pooled shortcut as in ResNet-D (arXiv 1812.01187).
    Returns logits (n, 11).
    """
    from keras import Input, Model, layers

    page = Input((TILE_SIDE, TILE_SIDE, 1))
    x = _convolve(page, filters=16, kernel=5, stride=2)
    for filters, stride in ((32, 1), (64, 2), (96, 2)):
        x = _residual(x, filters, stride)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    logits = layers.Dense(11, name=LOGITS, dtype="float32")(x)
    return Model(page, logits, name="base")


def build_seed75() -> keras.Model:
    """The original network: 1,052,586 parameters, probabilities (n, 10)."""
    from keras import Input, Sequential, layers

    def conv(filters: int) -> layers.Layer:
        return layers.Conv2D(filters, 3, activation="relu")  # valid padding

    return Sequential(
        [
            Input((75, 75, 1)),
            conv(32),
            conv(128),
            layers.MaxPooling2D(2),
            layers.Dropout(0.2),
            conv(64),
            conv(32),
            layers.MaxPooling2D(2),
            layers.Dropout(0.2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, name=LOGITS, dtype="float32"),
            layers.Softmax(dtype="float32"),
        ],
        name="seed75",
    )


def logits_of(model: keras.Model) -> keras.Model:
    """The same weights, up to the logits: inputs (n, side, side, 1) -> (n, classes)."""
    from keras import Model

    return Model(model.inputs, model.get_layer(LOGITS).output)


def multiply_adds(model: keras.Model) -> int:
    """Multiply-adds for one tile, in convolutions and dense layers."""
    from keras import layers

    total = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D | layers.Dense):
            places = int(np.prod(layer.output.shape[1:-1]))  # 1 for a dense layer
            total += places * int(np.prod(layer.kernel.shape))
    return total


def _convolve(x, filters: int, kernel: int = 3, stride: int = 1, relu: bool = True):
    from keras import layers

    x = layers.Conv2D(filters, kernel, stride, padding="same", use_bias=False)(x)
    # Short runs: the averages must follow within a few hundred steps.
    x = layers.BatchNormalization(momentum=0.95)(x)
    return layers.ReLU()(x) if relu else x


def _residual(x, filters: int, stride: int):
    from keras import layers

    y = _convolve(x, filters, stride=stride)
    y = _convolve(y, filters, relu=False)
    if stride > 1:
        x = layers.AveragePooling2D(stride, padding="same")(x)
    x = _convolve(x, filters, kernel=1, relu=False)
    return layers.ReLU()(layers.Add()([x, y]))


NETWORKS = {
    network.name: network
    for network in (
        Network("base", TILE_SIDE, 11, to_tile, build_base),
        Network("seed75", 75, 10, to_tile75, build_seed75),
    )
}
