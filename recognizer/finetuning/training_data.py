"""Labelled drawings -> the tiles that a fine-tune trains on and is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from ml.data.mnist import Digits, join
from ml.data.replay import REPLAY, load_tiles
from ml.inference.networks import NETWORKS, NOT_A_DIGIT
from ml.preprocessing.tile import from_bytes
from ml.training.outputs import features_of
from recognizer.finetuning import screening
from recognizer.finetuning.held_out_numbers import HeldOutNumber
from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.selection import (
    BEYOND_SHARE,
    TRAINED_BEFORE,
    Selection,
    select,
    trained_before,
)
from recognizer.finetuning.tiles import (
    chosen_numbers,
    numbers_beyond_share,
    read_tiles,
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
    """Tiles to train on and tiles to judge by, and the drawings that they are of.

    The tiles are those of tiles_of(selection.train), and of held_out, in their order.
    """

    parent: ModelVersion
    selection: Selection
    train: Digits
    held_out: Digits
    # Held-out numbers, whole: also those that give no tiles.
    numbers: list[HeldOutNumber] = field(default_factory=list)

    def without(self, rows: Sequence[LabelledDrawing], reason: str) -> TrainingData:
        """The data with none of these drawings' tiles; whole numbers stay."""
        gone = {row.pk for row in rows}

        def kept(side: list[LabelledDrawing], tiles: Digits) -> Digits:
            mask = [row.pk not in gone for row in side for _ in row.tiles]
            return tiles.take(np.array(mask, bool))

        return replace(
            self,
            selection=self.selection.without(rows, reason),
            train=kept(self.selection.train, self.train),
            held_out=kept(self.selection.held_out, self.held_out),
        )


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
    data = read_drawings(selection, parent, options.recipe.seed)
    if not options.trust_far:
        data = _without_far(data, model)
    return _within_share_of_numbers(data, options)


def read_drawings(
    selection: Selection, parent: ModelVersion, seed: int = 0
) -> TrainingData:
    """Read the tiles of both sides; what cannot be read is left out.

    The parent finds the digits of numbers. Numbers where it does not are left out, too.
    """
    has_numbers = any(row.number for row in selection.train + selection.held_out)
    classifier = load_classifier(parent) if has_numbers else None
    whole = {row.pk: row for row in chosen_numbers(selection.held_out, seed)}
    train = read_tiles(selection.train, classifier)
    held_out = read_tiles(selection.held_out, classifier, keep_inks_of=whole)
    readable = Selection(train.rows, held_out.rows, selection.left_out)
    for side in (train, held_out):
        for reason, rows in side.left_out.items():
            readable = readable.without(rows, reason)
    numbers = [HeldOutNumber(whole[pk], ink) for pk, ink in held_out.inks.items()]
    return TrainingData(parent, readable, train.digits(), held_out.digits(), numbers)


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
    """Leave out, on both sides, what is far and no second reviewer has confirmed.

    A number is as odd as the oddest of its digits.
    """
    rows, known = data.selection.train + data.selection.held_out, shipped_tiles(REPLAY)
    if not rows:
        return data
    tiles = join([data.train, data.held_out])
    drawings = np.repeat(np.arange(len(rows)), [len(row.tiles) for row in rows])
    probabilities = load_classifier(data.parent).probabilities(from_bytes(tiles.x))
    features, known_features = features_of(model, tiles), features_of(model, known)
    far = screening.far(
        features, tiles.y, probabilities, known_features, known.y, drawings
    )
    far_rows = [rows[i] for i in np.unique(drawings[far]) if not rows[i].confirmed]
    far_rows.sort(key=lambda row: row.pk)
    odd = {row.pk for row in far_rows}
    numbers = [number for number in data.numbers if number.drawing.pk not in odd]
    return replace(data.without(far_rows, screening.FAR), numbers=numbers)


def _within_share_of_numbers(
    data: TrainingData, options: FineTuneOptions
) -> TrainingData:
    share, seed = options.numbers_share, options.recipe.seed
    for side in (data.selection.train, data.selection.held_out):
        rows = numbers_beyond_share(side, share, seed)
        data = data.without(rows, BEYOND_SHARE)
    return data


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
