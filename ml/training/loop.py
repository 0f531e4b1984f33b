"""The steps of a training run, which can stop after any of them and go on later."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml.inference.networks import LOGITS
from ml.training.architectures import build
from ml.training.batches import Batch, Source
from ml.training.checkpoint import Checkpoint
from ml.training.outputs import outputs
from ml.training.prefetch import prefetch
from ml.training.recipes import Recipe

if TYPE_CHECKING:
    import keras

SAVE_EVERY = 120.0  # seconds: what a power cut may cost
Log = Callable[[str], None]


class Interrupted(Exception):
    """Training stopped on request; its state is on disk."""


def compiled(name: str, recipe: Recipe, per_epoch: int) -> keras.Model:
    """A fresh network with the recipe's optimiser and loss."""
    import keras

    keras.utils.set_random_seed(recipe.seed)
    with precision(recipe.precision):
        model = build(name)
    rate = recipe.learning_rate
    if recipe.warm_up is None:
        optimizer = keras.optimizers.Adam(rate)
    else:
        steps = recipe.epochs * per_epoch
        rising = max(1, round(recipe.warm_up * steps))
        optimizer = keras.optimizers.AdamW(
            keras.optimizers.schedules.CosineDecay(
                rate / rising, steps - rising, warmup_target=rate, warmup_steps=rising
            ),
            weight_decay=recipe.weight_decay,
        )
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    loss = keras.losses.CategoricalCrossentropy(
        from_logits=model.layers[-1].name == LOGITS,
        label_smoothing=recipe.label_smoothing,
    )
    model.compile(optimizer, loss)
    return model


@contextmanager
def precision(policy: str):
    """Networks built meanwhile compute by Keras's dtype policy of that name."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


@dataclass
class Run:
    """One training run."""

    model: keras.Model  # compiled
    source: Source
    recipe: Recipe
    checkpoint: Checkpoint
    facts: dict | None  # what a resumed run goes on with
    stop: Callable[[], bool]  # asked after every step
    log: Log
    bar: bool  # show progress bars

    def __post_init__(self) -> None:
        start = {"step": 0, "seconds": 0.0, "best": None, "waited": 0}
        self.facts = {**start, "validation": 0.0, **(self.facts or {})}
        self.saved = self.ticked = time.monotonic()

    def to_the_end(self) -> None:
        while self.epochs < self.recipe.epochs and (
            self.facts["validation"] < self.recipe.enough
        ):
            self.epoch(self.epochs)

    @property
    def epochs(self) -> int:
        """How many were finished."""
        return self.facts["step"] // self.source.per_epoch

    def epoch(self, number: int) -> None:
        last = (number + 1) * self.source.per_epoch
        steps = range(self.facts["step"], last)
        title = f"epoch {number + 1}/{self.recipe.epochs}"
        losses, before = [], self.facts["validation"]
        with self._bar(title, steps) as bar:
            for x, y in prefetch(self.source.batch, steps):
                losses.append(self._step(x, y))
                words = f"loss {np.mean(losses[-100:]):.4f}  validation {before:.4f}"
                bar.set_postfix_str(words, refresh=False)
                bar.update()
            loss, accuracy = score(self.model, self.source.validation)
            self.facts["validation"] = accuracy
            parts = [f"loss {np.mean(losses):.4f}", f"validation {accuracy:.4f}"]
            bar.set_postfix_str("  ".join(parts))
        if self.source.hard:
            parts.append(f"drawn {score(self.model, self.source.hard)[1]:.4f}")
        self._plateau(loss)
        self._save()
        self.log("  ".join([title, *parts, f"{self.facts['seconds']:.0f} s"]))

    def _step(self, x: np.ndarray, y: np.ndarray) -> float:
        classes = self.model.output_shape[-1]
        targets = np.eye(classes, dtype=np.float32)[y]
        self.model.reset_metrics()  # else Keras gives the mean of all steps so far
        loss = float(self.model.train_on_batch(x[..., None], targets))
        self.facts["step"] += 1
        now = time.monotonic()  # counts the wait for batches and the scoring too
        self.facts["seconds"] += now - self.ticked
        self.ticked = now
        if self.stop():
            self._save()
            raise Interrupted(f"Stopped after step {self.facts['step']}.")
        if now - self.saved > SAVE_EVERY:
            self._save()
        return loss

    def _plateau(self, loss: float) -> None:
        """Keras's ReduceLROnPlateau, with a state that can be kept."""
        facts, patience = self.facts, self.recipe.patience
        if facts["best"] is None or loss < facts["best"] - 1e-4:
            facts["best"], facts["waited"] = loss, 0
            return
        facts["waited"] += 1
        if patience and facts["waited"] >= patience:
            rate = self.model.optimizer.learning_rate
            rate.assign(rate * self.recipe.factor)
            facts["waited"] = 0

    def _save(self) -> None:
        self.checkpoint.save(self.model, self.facts)
        self.saved = time.monotonic()

    def _bar(self, title: str, steps: range):
        from tqdm import tqdm

        per_epoch = self.source.per_epoch
        done = per_epoch - len(steps)
        return tqdm(
            desc=title, total=per_epoch, initial=done, disable=not self.bar, unit="step"
        )


def score(model: keras.Model, batch: Batch) -> tuple[float, float]:
    """The model's own loss and its accuracy."""
    import keras

    x, y = batch
    out = outputs(model, x)
    loss = keras.losses.sparse_categorical_crossentropy(
        y, out, from_logits=model.layers[-1].name == LOGITS
    )
    return float(np.mean(np.asarray(loss))), float((out.argmax(1) == y).mean())
