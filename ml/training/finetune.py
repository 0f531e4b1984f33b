"""Fine-tune a version on corrected drawings, without forgetting what it knew.

Each batch mixes a few new tiles, half of them corrections, with many replayed ones, all
distorted as canvases do; all layers learn but BatchNorm, whose statistics stay. Then
new and old weights are averaged (WiSE-FT: Wortsman et al. 2021, arXiv 2109.01903),
which gives back most of what replay could not keep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator

from ml.augmentation.distort import distort, with_distance_fields
from ml.data.mnist import Digits, join
from ml.training.architectures import build
from ml.training.optimiser import compile_with, train_batch
from ml.training.outputs import outputs

if TYPE_CHECKING:
    import keras

Weights = list[np.ndarray]
EVERY = 10  # steps between two points of the learning curve


@dataclass(frozen=True)
class FineTune:
    """The recipe, kept with the version.

    Chosen on the unseen drawings of UNIPEN's people, strangers to the network.
    """

    steps: int = 240
    batch: int = 64  # tiles a step
    new_share: float = 0.125  # of a batch: labelled drawings; the rest is replayed
    corrections: float = 0.5  # of these, where there are any: the network misread them
    learning_rate: float = 1e-3  # AdamW, falls to 0 by a cosine: nudge, not retrain
    weight_decay: float = 0.02
    label_smoothing: float = 0.05
    replay: int = 5_500  # tiles to replay, at most
    shares: tuple[float, ...] = (1.0, 0.85, 0.7, 0.5, 0.3)  # of the new weights, tried
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """One point of the learning curve."""

    number: int
    loss: float | None  # mean since the point before; None at the start
    held_out: float | None  # accuracy of the likeliest class, where there are tiles


def fine_tune(
    model: keras.Model,
    new: Digits,
    replay: Digits,
    recipe: FineTune,
    *,
    corrected: np.ndarray | None = None,
    held_out: Digits | None = None,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Weights:
    """Train a copy of the model; return its weights.

    `new` and `replay` are tiles uint8 (n, 28, 28) with labels 0..10; `corrected`, bool
    (n,), says which of the new ones had been misread. The same seed and tiles give the
    same weights. `on_step` is called at the start and every ten steps.
    """
    import keras

    keras.utils.set_random_seed(recipe.seed)
    copy = _compiled(model, recipe)
    rng = np.random.default_rng(recipe.seed)
    replay = _balanced(replay, recipe.replay, rng)
    tiles = with_distance_fields(*join([new, replay]))
    corrected = np.zeros(len(new.y), bool) if corrected is None else corrected
    losses: list[float] = []
    on_step(Step(0, None, accuracy(copy, held_out)))
    for step in range(1, recipe.steps + 1):
        batch = tiles.take(_rows(new.y, corrected, len(replay.y), recipe, rng))
        losses.append(train_batch(copy, distort(batch, rng), batch.y))
        if step % EVERY == 0 or step == recipe.steps:
            on_step(Step(step, float(np.mean(losses)), accuracy(copy, held_out)))
            losses = []
    return copy.get_weights()


def average(old: Weights, new: Weights, share: float) -> Weights:
    """`share` of the new weights, the rest of the old."""
    pairs = zip(old, new, strict=True)
    return [(1 - share) * before + share * after for before, after in pairs]


def accuracy(model: keras.Model, tiles: Digits | None) -> float | None:
    """Of the likeliest class, 0..1; None without tiles."""
    if tiles is None or not len(tiles.y):
        return None
    out = outputs(model, tiles.x)
    return float((out.argmax(1) == tiles.y).mean())


def _compiled(model: keras.Model, recipe: FineTune) -> keras.Model:
    import keras

    copy = build(model.name)
    copy.set_weights(model.get_weights())
    for layer in copy.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False  # and so normalises by what training measured
    rate = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, recipe.steps)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    loss = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=recipe.label_smoothing
    )
    compile_with(copy, optimizer, loss)
    return copy


def _rows(
    labels: np.ndarray,
    corrected: np.ndarray,
    replayed: int,
    recipe: FineTune,
    rng: Generator,
) -> np.ndarray:
    """A batch's rows: corrections, other new tiles, and replayed ones behind them."""
    count = max(1, round(recipe.batch * recipe.new_share))
    corrections = round(count * recipe.corrections) if corrected.any() else 0
    corrections = count if corrected.all() else corrections
    new = [
        *_of_all_classes(labels, corrected, corrections, rng),
        *_of_all_classes(labels, ~corrected, count - corrections, rng),
    ]
    old = len(labels) + rng.integers(replayed, size=recipe.batch - count)
    return np.concatenate([new, old])


def _of_all_classes(
    labels: np.ndarray, among: np.ndarray, count: int, rng: Generator
) -> list[int]:
    """So many of the rows where `among` (n,) is true: of rare classes as many."""
    if not count:
        return []
    classes = rng.choice(np.unique(labels[among]), count)
    return [rng.choice(np.flatnonzero(among & (labels == label))) for label in classes]


def _balanced(tiles: Digits, most: int, rng: Generator) -> Digits:
    """At most so many, as many of each class."""
    labels = np.unique(tiles.y)
    each = max(1, most // len(labels))
    rows = [
        rng.permutation(np.flatnonzero(tiles.y == label))[:each] for label in labels
    ]
    return tiles.take(np.concatenate(rows))
