"""The networks by name: what tile each one sees, and how many classes it tells apart.

Serving needs no more of a network than this and its LiteRT file. How Keras builds it
is in `ml.training.architectures`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.preprocessing.tile import TILE75_SIDE, TILE_SIDE, to_tile, to_tile75
from ml.translation import gettext_noop

NOT_A_DIGIT = 10  # the eleventh class
WORDS = (  # one a class: what people are told
    gettext_noop("Zero"),
    gettext_noop("One"),
    gettext_noop("Two"),
    gettext_noop("Three"),
    gettext_noop("Four"),
    gettext_noop("Five"),
    gettext_noop("Six"),
    gettext_noop("Seven"),
    gettext_noop("Eight"),
    gettext_noop("Nine"),
    gettext_noop("Not a digit"),
)
LOGITS = "logits"  # name of the layer whose output is exported


@dataclass(frozen=True)
class Network:
    """One architecture and the tile that it expects."""

    name: str
    version: str  # that it ships as: a folder of weights/
    side: int  # tiles are (side, side) float32, 0 paper, 1 ink
    classes: int  # 10 digits, or 11 with 'not a digit'
    prepare: Callable[[np.ndarray], np.ndarray]  # ink -> tile

    @property
    def sees_mnist_tile(self) -> bool:
        """Whether its tile is made by MNIST's rule, 28x28."""
        return self.prepare is to_tile


NETWORKS = {
    network.name: network
    for network in (
        Network("deep", "base", TILE_SIDE, 11, to_tile),
        Network("base", "base", TILE_SIDE, 11, to_tile),  # until 2026-11
        Network("seed75", "seed75", TILE75_SIDE, 10, to_tile75),
    )
}
