"""Labelled drawings -> tiles to train on and to judge by; the model to start from."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits
from ml.data.replay import REPLAY, load_tiles
from ml.training.finetune import FineTune
from ml.training.tensorflow import load_tensorflow
from recognizer.finetuning import screening
from recognizer.finetuning.selection import (
    TRAINED_BEFORE,
    UNREADABLE,
    Selection,
    read_tiles,
    select,
    trained_before,
)
from recognizer.models import ModelFiles, ModelVersion
from recognizer.versions.lineage import trained_on


class CannotTrain(Exception):
    """There is not what a fine-tune needs; the message says what, with numbers."""


@dataclass(frozen=True)
class Order:
    """What an operator asks for."""

    min_labels: int = 20
    holdout: float = 0.2  # share of owners
    since: datetime | None = None
    mnist: Path | None = None  # an .npz: all of its test digits join the gate
    trust_reviewers: bool = False  # no fair share
    trust_far: bool = False  # drawings that no other of their label resembles, too
    recipe: FineTune = field(default_factory=FineTune)


@dataclass(frozen=True)
class Data:
    """Tiles on both sides, and which drawings they are of."""

    parent: ModelVersion
    selection: Selection
    train: Digits
    held_out: Digits


def gather(order: Order, parent: ModelVersion, model) -> Data:
    """Choose and read the drawings. Raises CannotTrain."""
    if parent.network != "base":
        raise CannotTrain(
            f"{parent} is a {parent.network} network: only base can be fine-tuned."
        )
    chosen = select(holdout=order.holdout, since=order.since)
    again = trained_before(chosen.held_out, trained_on(parent))
    chosen.leave_out(again, TRAINED_BEFORE)
    if not order.trust_reviewers:
        share = settings.FINETUNE_REVIEWER_SHARE
        rows = screening.beyond_fair_share(chosen.train, share)
        chosen.leave_out(rows, screening.ONE_REVIEWER)
    train, chosen.train, broken = read_tiles(chosen.train)
    held, chosen.held_out, broken_too = read_tiles(chosen.held_out)
    for row in broken + broken_too:
        chosen.left_out[UNREADABLE].append(row.pk)
    if not order.trust_far:
        train, held = _without_far(chosen, train, held, model)
    _enough(chosen, order)
    return Data(parent, chosen, train, held)


def parent_model(version: ModelVersion):
    """The Keras model of a version, from the weights that the database keeps.

    Raises CannotTrain.
    """
    if not find_spec("tensorflow"):
        raise CannotTrain("TensorFlow is missing: pip install -r requirements.txt")
    load_tensorflow()
    from ml.publishing.litert import load_weights

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.weights.h5"
        try:
            path.write_bytes(bytes(version.files.weights))
            return load_weights(version.network, path)
        except (ModelFiles.DoesNotExist, OSError, ValueError) as error:
            raise CannotTrain(
                f"The Keras weights of {version} are damaged or not there, so nothing "
                f"can be trained from it: {error}"
            ) from error


def _without_far(chosen: Selection, train: Digits, held: Digits, model):
    """Leave out, on both sides, what no other drawing of its label resembles."""
    rows, known = chosen.train + chosen.held_out, shipped_tiles(REPLAY)
    if not rows:
        return train, held
    tiles = Digits(*map(np.concatenate, zip(train, held, strict=True)))
    found, certain = (screening.features_of(model, one) for one in (tiles, known))
    near = ~screening.far(found, tiles.y, certain, known.y)
    chosen.leave_out([rows[i] for i in np.flatnonzero(~near)], screening.FAR)
    n = len(train.y)
    return train.take(near[:n]), held.take(near[n:])


def _enough(chosen: Selection, order: Order) -> None:
    train, held = len(chosen.train), len(chosen.held_out)
    if train + held < order.min_labels:
        raise CannotTrain(
            f"{train + held} labelled drawings can be used; --min-labels asks for "
            f"{order.min_labels}."
        )
    if not train or not held:
        side = "to train on" if not train else "to judge by"
        raise CannotTrain(
            f"{train} drawings to train on, {held} held out: none {side}. One person's "
            "drawings are all on one side, so label drawings of more people."
        )


def shipped_tiles(name: str) -> Digits:
    return load_tiles(settings.WEIGHTS_DIR / name)
