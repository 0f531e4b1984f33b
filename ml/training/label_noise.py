"""Pen trajectories whose label is probably wrong, to be left out of training.

The writers are dealt out to folds, and a small network that has not seen a fold's
writers answers for it; `ml.metrics.doubtful_labels` says which labels to doubt then. It
takes a few minutes, so the outcome is kept for runs on the same trajectories.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.augmentation.distort import Tiles, distort, with_distance_fields
from ml.data.synthetic import plain_tiles
from ml.data.unipen import Trajectory
from ml.inference.classifier import softmax
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.doubtful_labels import doubtful
from ml.replacement import replaced_file
from ml.training.architectures import SCREEN
from ml.training.batches import Log, shuffled
from ml.training.loop import Interrupted
from ml.training.optimiser import compiled, train_batch
from ml.training.outputs import outputs
from ml.training.recipes import Recipe

if TYPE_CHECKING:
    import keras

FOLDS = 3
FEWEST = 2_000  # trajectories that a network can learn from
RECIPE = Recipe(epochs=6, batch=128, learning_rate=4e-3, warm_up=0.1, weight_decay=0.02)
WRONG, NO_DIGIT, LIKE_DIGIT = KINDS = ("wrong_digits", "no_digits", "like_digits")

Doubts = dict[int, int]  # row of a trajectory -> what it probably is, 0..NOT_A_DIGIT


def without_suspects(
    pens: Sequence[Trajectory],
    file: Path,
    *,
    stop: Callable[[], bool] = lambda: False,
    log: Log = print,
) -> tuple[list[Trajectory], dict[str, int]]:
    """The trajectories whose label is trusted; how many others there are, by kind.

    `file` keeps the outcome, and gives it where the trajectories are the same. Raises
    Interrupted once `stop` returns True.
    """
    doubts = _kept(file, pens)
    if doubts is None:
        doubts = _find(pens, stop, log)
        _keep(doubts, file, pens)
    kinds = Counter(_kind(pens[row].label, other) for row, other in doubts.items())
    counts = {kind: kinds[kind] for kind in KINDS}
    log(
        f"Left out {len(doubts):,} pens that are probably labelled wrong: "
        f"{counts[WRONG]} other digits, {counts[NO_DIGIT]} that are none, and "
        f"{counts[LIKE_DIGIT]} letters and symbols that look like digits."
    )
    return [pen for row, pen in enumerate(pens) if row not in doubts], counts


def _find(pens: Sequence[Trajectory], stop: Callable[[], bool], log: Log) -> Doubts:
    """Ask for each fold a network that has trained on the others.

    None is doubted where there are too few, or too few writers.
    """
    if len(pens) < FEWEST or len({pen.writer for pen in pens}) < FOLDS:
        return {}
    tiles = plain_tiles(pens)
    writers = [pen.writer for pen in pens]
    folds = _dealt(writers)
    to_train_on = with_distance_fields(*tiles)
    logits = np.empty((len(pens), NOT_A_DIGIT + 1), np.float32)
    for fold in range(FOLDS):
        log(f"Looking for wrong labels among {len(pens):,} pens: {fold + 1}/{FOLDS}.")
        model = _trained(to_train_on.take(np.flatnonzero(folds != fold)), fold, stop)
        asked = np.flatnonzero(folds == fold)
        logits[asked] = outputs(model, tiles.x[asked])
    return doubtful(softmax(logits), tiles.y, writers)


def _dealt(writers: list[str]) -> np.ndarray:
    """Each trajectory's fold (n,): nobody is in two, and all are about as large."""
    folds: dict[str, int] = {}
    sizes = [0] * FOLDS
    for writer, count in Counter(writers).most_common():
        folds[writer] = sizes.index(min(sizes))
        sizes[folds[writer]] += count
    return np.array([folds[writer] for writer in writers])


def _trained(tiles: Tiles, seed: int, stop: Callable[[], bool]) -> keras.Model:
    recipe = replace(RECIPE, seed=seed)
    per_epoch = len(tiles.y) // recipe.batch
    model = compiled(SCREEN, recipe, per_epoch)
    rows_of = shuffled(np.arange(len(tiles.y)), recipe.batch, seed)
    for step in range(recipe.epochs * per_epoch):
        batch = tiles.take(rows_of(step))
        train_batch(model, distort(batch, np.random.default_rng([seed, step])), batch.y)
        if stop():
            raise Interrupted("Stopped while looking for wrong labels.")
    return model


def _kind(label: int, other: int) -> str:
    if label == NOT_A_DIGIT:
        return LIKE_DIGIT
    return NO_DIGIT if other == NOT_A_DIGIT else WRONG


def _kept(file: Path, pens: Sequence[Trajectory]) -> Doubts | None:
    if not file.exists():
        return None
    kept = json.loads(file.read_text())
    return dict(kept["doubts"]) if kept["pens"] == _digest(pens) else None


def _keep(doubts: Doubts, file: Path, pens: Sequence[Trajectory]) -> None:
    text = json.dumps({"pens": _digest(pens), "doubts": list(doubts.items())})
    file.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(file) as part:
        part.write_text(text)


def _digest(pens: Sequence[Trajectory]) -> str:
    """A text that is another one for other trajectories, or another order or recipe."""
    digest = blake2b(repr((FOLDS, RECIPE)).encode(), digest_size=16)
    for pen in pens:
        digest.update(f"{pen.label} {pen.writer} {len(pen.strokes)}".encode())
        for stroke in pen.strokes:
            digest.update(np.ascontiguousarray(stroke).tobytes())
    return digest.hexdigest()
