"""How each network of `ml.inference.networks` is built in Keras.

"deep" is the compact residual network that ships, "base" the smaller one that shipped
before: versions that stand on it can still be fine-tuned. "seed75" is the ConvNet of
the 2020 student project, layer by layer. All have a layer named LOGITS, whose output is
exported, so that softmax and temperature live in one place, `ml.inference.classifier`.
SCREEN is never exported: it looks for wrong labels (`ml.training.label_noise`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml.inference.networks import LOGITS, NETWORKS

if TYPE_CHECKING:
    import keras

SCREEN = "screen"


def build(name: str) -> keras.Model:
    """A network with fresh weights; its input is (n, side, side, 1)."""
    return BUILDERS[name]()


def multiply_adds(model: keras.Model) -> int:
    """Multiply-adds for one tile, in convolutions and dense layers."""
    from keras import layers

    total = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D | layers.Dense):
            positions = int(np.prod(layer.output.shape[1:-1]))  # 1 for a dense layer
            total += positions * int(np.prod(layer.kernel.shape))
    return total


def _build_deep() -> keras.Model:
    """Five residual blocks: 28 -> 14 -> 14 -> 14 -> 7 -> 7 -> 4 pixels a side."""
    blocks = ((40, 1), (40, 1), (80, 2), (80, 1), (112, 2))
    return _residual_network("deep", 24, blocks)


def _build_base() -> keras.Model:
    """Three residual blocks: 28 -> 14 -> 14 -> 7 -> 4 pixels a side."""
    return _residual_network("base", 16, ((32, 1), (64, 2), (96, 2)))


def _residual_network(
    name: str, stem: int, blocks: Sequence[tuple[int, int]]
) -> keras.Model:
    """A stem of so many filters and residual blocks of (filters, stride).

    The stride of the 5x5 stem saves most of the work: digits need little more than
    14x14 once the first filters have seen the edges. Residual blocks follow He et al.
    2015 (arXiv 1512.03385); a pooled shortcut as in ResNet-D (arXiv 1812.01187).
    Returns logits (n, 11).
    """
    from keras import Input, Model, layers

    network = NETWORKS[name]
    tile = Input((network.side, network.side, 1))
    x = _convolve(tile, filters=stem, kernel=5, stride=2)
    for filters, stride in blocks:
        x = _residual(x, filters, stride)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    logits = layers.Dense(network.classes, name=LOGITS, dtype="float32")(x)
    return Model(tile, logits, name=name)


def _build_screen() -> keras.Model:
    """80,635 parameters, 2.8 million multiply-adds: trained within minutes."""
    from keras import Input, Model, layers

    network = NETWORKS["deep"]
    tile = Input((network.side, network.side, 1))
    x = _convolve(tile, filters=16, kernel=5, stride=2)
    for filters, stride in ((32, 1), (64, 2), (96, 2)):
        x = _convolve(x, filters, stride=stride)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    logits = layers.Dense(network.classes, name=LOGITS)(x)
    return Model(tile, logits, name=SCREEN)


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
    if x.shape[-1] != filters:
        x = _convolve(x, filters, kernel=1, relu=False)
    return layers.ReLU()(layers.Add()([x, y]))


def _build_seed75() -> keras.Model:
    """The original network: 1,052,586 parameters, probabilities (n, 10)."""
    from keras import Input, Sequential, layers

    network = NETWORKS["seed75"]

    def conv(filters: int) -> keras.Layer:
        return layers.Conv2D(filters, 3, activation="relu")  # valid padding

    return Sequential(
        [
            Input((network.side, network.side, 1)),
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
            layers.Dense(network.classes, name=LOGITS, dtype="float32"),
            layers.Softmax(dtype="float32"),
        ],
        name="seed75",
    )


BUILDERS = {
    "deep": _build_deep,
    "base": _build_base,
    "seed75": _build_seed75,
    SCREEN: _build_screen,
}
