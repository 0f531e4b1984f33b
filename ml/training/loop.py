"""The steps of a training run, which can stop after any of them and go on later."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml.training.batches import Batch, Log, Source
from ml.training.checkpoint import Checkpoint
from ml.training.optimiser import train_batch
from ml.training.outputs import ends_in_logits, outputs
from ml.training.prefetch import prefetch
from ml.training.recipes import Recipe

if TYPE_CHECKING:
    import keras
    from tqdm import tqdm

SAVE_EVERY = 120.0  # seconds: what a power cut may cost
LOWER = 1e-4  # a validation loss that is lower by less counts as no better


class Interrupted(Exception):
    """Training stopped on request; its state is on disk."""


@dataclass
class Progress:
    """How far a run is. Checkpoints keep it under these names."""

    step: int = 0  # steps done
    seconds: float = 0.0  # of all sittings
    validation: float = 0.0  # accuracy after the last whole epoch
    best: float | None = None  # lowest validation loss
    waited: int = 0  # epochs since then


@dataclass
class Run:
    """One training run: to its end, or until `stop` says so."""

    model: keras.Model  # compiled
    source: Source
    recipe: Recipe
    checkpoint: Checkpoint
    progress: Progress
    stop: Callable[[], bool]  # asked after every step
    log: Log
    show_bars: bool

    def __post_init__(self) -> None:
        self.saved_at = self.counted_at = time.monotonic()

    @property
    def epochs(self) -> int:
        """How many are finished."""
        return self.progress.step // self.source.per_epoch

    def to_the_end(self) -> None:
        """Train all epochs, or until validation is good enough. Raises Interrupted."""
        while self.epochs < self.recipe.epochs and (
            self.progress.validation < self.recipe.enough
        ):
            self._train_epoch()

    def _train_epoch(self) -> None:
        """Train what is left of an epoch; score, save and log it."""
        progress = self.progress
        title = f"epoch {self.epochs + 1}/{self.recipe.epochs}"
        end = (self.epochs + 1) * self.source.per_epoch
        with self._bar(title) as bar:
            loss = self._train_steps(range(progress.step, end), bar)
            validation_loss, accuracy = score(self.model, self.source.validation)
            progress.validation = accuracy
            scores = [f"loss {loss:.4f}", f"validation {accuracy:.4f}"]
            bar.set_postfix_str("  ".join(scores))
        if self.source.hard:
            scores.append(f"drawn {score(self.model, self.source.hard)[1]:.4f}")
        self._lower_rate_on_plateau(validation_loss)
        self._save()
        self.log("  ".join([title, *scores, f"{progress.seconds:.0f} s"]))

    def _train_steps(self, steps: range, bar: tqdm) -> float:
        """Return the mean loss."""
        losses = []
        last = f"validation {self.progress.validation:.4f}"
        for x, y in prefetch(self.source.batch, steps):
            losses.append(self._train_step(x, y))
            recent = np.mean(losses[-100:])
            bar.set_postfix_str(f"loss {recent:.4f}  {last}", refresh=False)
            bar.update()
        return float(np.mean(losses))

    def _train_step(self, x: np.ndarray, y: np.ndarray) -> float:
        """Return the batch's loss. Raises Interrupted."""
        loss = train_batch(self.model, x, y)
        self.progress.step += 1
        self._count_seconds()
        if self.stop():
            self._save()
            raise Interrupted(f"Stopped after step {self.progress.step}.")
        if self.counted_at - self.saved_at > SAVE_EVERY:
            self._save()
        return loss

    def _count_seconds(self) -> None:
        """The wait for batches and the scoring before this step count too."""
        now = time.monotonic()
        self.progress.seconds += now - self.counted_at
        self.counted_at = now

    def _lower_rate_on_plateau(self, validation_loss: float) -> None:
        """Keras's ReduceLROnPlateau, with a state that can be kept."""
        progress, patience = self.progress, self.recipe.patience
        if progress.best is None or validation_loss < progress.best - LOWER:
            progress.best, progress.waited = validation_loss, 0
            return
        progress.waited += 1
        if patience and progress.waited >= patience:
            rate = self.model.optimizer.learning_rate
            rate.assign(rate * self.recipe.factor)
            progress.waited = 0

    def _save(self) -> None:
        self.checkpoint.save(self.model, asdict(self.progress))
        self.saved_at = time.monotonic()

    def _bar(self, title: str) -> tqdm:
        from tqdm import tqdm

        per_epoch = self.source.per_epoch
        return tqdm(
            desc=title,
            total=per_epoch,
            initial=self.progress.step % per_epoch,
            disable=not self.show_bars,
            unit="step",
        )


def score(model: keras.Model, batch: Batch) -> tuple[float, float]:
    """The model's own loss and its accuracy."""
    import keras

    x, y = batch
    out = outputs(model, x)
    loss = keras.losses.sparse_categorical_crossentropy(
        y, out, from_logits=ends_in_logits(model)
    )
    return float(np.mean(np.asarray(loss))), float((out.argmax(1) == y).mean())
