"""Labelled drawings -> the tiles that a fine-tune trains on and is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits, join
from ml.data.replay import REPLAY, load_tiles
from ml.inference.networks import NETWORKS, NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes
from ml.training.outputs import features_of
from recognizer.finetuning import screening
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.selection import (
    TRAINED_BEFORE,
    UNREADABLE,
    Selection,
    read_tiles,
    select,
    trained_before,
)
from recognizer.models import ModelVersion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.lineage import trained_on

if TYPE_CHECKING:
    import keras


class CannotTrain(Exception):
    """What a fine-tune needs is missing; the message says what, with numbers."""


@dataclass(frozen=True)
class TrainingData:
    """Tiles to train on and tiles to judge by, and the drawings that they are of."""

    parent: ModelVersion
    selection: Selection
    train: Digits
    held_out: Digits


def gather(
    options: FineTuneOptions, parent: ModelVersion, model: keras.Model
) -> TrainingData:
    """Choose and read the drawings; each step leaves some out.

    Raises CannotTrain where the parent refuses nothing; whether enough are left is for
    check_enough() to say.
    """
    if NETWORKS[parent.network].classes <= NOT_A_DIGIT:
        raise CannotTrain(
            f"{parent} is a {parent.network} network, which refuses nothing: only one "
            "with eleven classes can be fine-tuned."
        )
    selection = select(holdout=options.holdout, since=options.since)
    selection = _without_trained_before(selection, parent)
    if not options.trust_reviewers:
        selection = _within_fair_share(selection)
    data = read_drawings(selection, parent)
    if not options.trust_far:
        data = _without_far(data, model)
    return data


def read_drawings(selection: Selection, parent: ModelVersion) -> TrainingData:
    """Read the tiles of both sides; what cannot be read is left out."""
    train, train_rows, unreadable = read_tiles(selection.train)
    held_out, held_out_rows, more_unreadable = read_tiles(selection.held_out)
    readable = Selection(train_rows, held_out_rows, selection.left_out)
    readable = readable.without(unreadable + more_unreadable, UNREADABLE)
    return TrainingData(parent, readable, train, held_out)


def shipped_tiles(name: str) -> Digits:
    """Tiles that ship beside the weights, such as REPLAY."""
    return load_tiles(settings.WEIGHTS_DIR / name)


def _without_trained_before(selection: Selection, parent: ModelVersion) -> Selection:
    rows = trained_before(selection.held_out, trained_on(parent))
    return selection.without(rows, TRAINED_BEFORE)


def _within_fair_share(selection: Selection) -> Selection:
    share = settings.FINETUNE_REVIEWER_SHARE
    rows = screening.beyond_fair_share(selection.train, share)
    return selection.without(rows, screening.ONE_REVIEWER)


def _without_far(data: TrainingData, model: keras.Model) -> TrainingData:
    """Leave out, on both sides, what is far and no second reviewer has confirmed."""
    rows, known = data.selection.train + data.selection.held_out, shipped_tiles(REPLAY)
    if not rows:
        return data
    tiles = join([data.train, data.held_out])
    probabilities = load_classifier(data.parent).probabilities(from_bytes(tiles.x))
    features, known_features = features_of(model, tiles), features_of(model, known)
    far = screening.far(features, tiles.y, probabilities, known_features, known.y)
    far &= np.array([not row.confirmed for row in rows])
    far_rows = sorted((rows[i] for i in np.flatnonzero(far)), key=lambda row: row.pk)
    n = len(data.train.y)
    return TrainingData(
        data.parent,
        data.selection.without(far_rows, screening.FAR),
        data.train.take(~far[:n]),
        data.held_out.take(~far[n:]),
    )


def check_enough(selection: Selection, min_labels: int) -> None:
    """Raises CannotTrain where few drawings are left, or none on one side."""
    train, held_out = len(selection.train), len(selection.held_out)
    left_out = selection.left_out
    if train + held_out < min_labels:
        reasons = (f" {len(ids)} left out: {why}" for why, ids in left_out.items())
        raise CannotTrain(
            f"{train + held_out} labelled drawings can be used; --min-labels asks for "
            f"{min_labels}.{''.join(reasons)}"
        )
    if not train or not held_out:
        side = "to train on" if not train else "to judge by"
        raise CannotTrain(
            f"{train} drawings to train on, {held_out} held out: none {side}. One "
            "person's drawings are all on one side, so label drawings of more people."
        )
