"""A fresh network with its recipe's optimiser and loss; one step of an optimiser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from ml.training.architectures import build
from ml.training.outputs import ends_in_logits
from ml.training.recipes import Recipe

if TYPE_CHECKING:
    import keras


def compiled(name: str, recipe: Recipe, per_epoch: int) -> keras.Model:
    """Build network `name` and compile it; `per_epoch` is a number of batches."""
    import keras

    keras.utils.set_random_seed(recipe.seed)
    with _precision(recipe.precision):
        model = build(name)
    loss = keras.losses.CategoricalCrossentropy(
        from_logits=ends_in_logits(model), label_smoothing=recipe.label_smoothing
    )
    compile_with(model, _optimizer(recipe, recipe.epochs * per_epoch), loss)
    return model


def compile_with(
    model: keras.Model, optimizer: keras.Optimizer, loss: keras.Loss
) -> None:
    """Compile it; TensorFlow then goes through its first step once, not twice."""
    optimizer.build(model.trainable_variables)
    model.compile(optimizer, loss)


def train_batch(model: keras.Model, tiles: np.ndarray, labels: np.ndarray) -> float:
    """Take one step on tiles (n, side, side) and labels (n,); return their loss."""
    targets = np.eye(model.output_shape[-1], dtype=np.float32)[labels]
    model.reset_metrics()  # else Keras gives the mean of all steps so far
    return float(model.train_on_batch(tiles[..., None], targets))


def _optimizer(recipe: Recipe, steps: int) -> keras.Optimizer:
    import keras

    rate = recipe.learning_rate
    if recipe.warm_up is None:
        return keras.optimizers.Adam(rate)
    rising = max(1, round(recipe.warm_up * steps))
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / rising, steps - rising, warmup_target=rate, warmup_steps=rising
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=recipe.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


@contextmanager
def _precision(policy: str) -> Iterator[None]:
    """Networks built meanwhile compute by Keras's dtype policy of that name."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
