"""Which labelled drawings a fine-tune trains on, which judge it, which are left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Q

from recognizer.finetuning.labelled_drawing import LabelledDrawing, TileLabel
from recognizer.labelling.second_opinions import confirmations
from recognizer.models import (
    Drawing,
    DrawingQuerySet,
    LabelChange,
    Reason,
    Where,
    has_one_reviewer,
    number_shown,
)

DISPUTED = "Reviewers disagree about it."
DOUBTFUL = "Its import was doubtful, and nobody has confirmed the label."
TWO_LABELS = "The same tile has another label too."
TWIN = "The same tile is there once already."
HELD_OUT_TWIN = "The same tile is held out."
TRAINED_BEFORE = "Its drawer has trained a version that this one is built on."
UNREADABLE = "Its picture cannot be read."
NO_FIT = "Its ink does not fall into the digits of its number."
BEYOND_SHARE = "Parts of numbers would outnumber single digits (--numbers-share)."
# Corrections that judge. The gate wants two that are mended; a fine-tune mends about a
# third of strangers': two or more of 10 with 91 %, of 6 with 68 %.
ENOUGH = 10
WIDEST = 0.5  # share of owners that are held out to have so many


@dataclass(frozen=True)
class Selection:
    """Two sides that share no owner and no tile, and the drawings on neither side."""

    train: list[LabelledDrawing]
    held_out: list[LabelledDrawing]
    left_out: dict[str, list[UUID]] = field(default_factory=dict)  # by the reason

    def without(self, rows: Sequence[LabelledDrawing], reason: str) -> Selection:
        """The selection with these rows on neither side, but left out for a reason."""
        if not rows:
            return self
        ids = [row.pk for row in rows]
        gone = set(ids)
        return Selection(
            [row for row in self.train if row.pk not in gone],
            [row for row in self.held_out if row.pk not in gone],
            {**self.left_out, reason: [*self.left_out.get(reason, ()), *ids]},
        )


def select(*, holdout: float, since: datetime | None = None) -> Selection:
    """Choose from all drawings that staff labelled (`since` then).

    `holdout`: the share of owners that judge; more where few corrections would.
    """
    labelled = Drawing.objects.filter(label__isnull=False)
    if since:
        labelled = labelled.filter(labelled_at__gte=since)
    unsettled = {
        why: [*labelled.filter(waits_for=reason).values_list("pk", flat=True)]
        for why, reason in ((DISPUTED, Reason.DISPUTE), (DOUBTFUL, Reason.DOUBTFUL))
    }
    rows = [*_rows(labelled)]
    holdout = holdout_share(rows, holdout)
    train: list[LabelledDrawing] = []
    held_out: list[LabelledDrawing] = []
    for row in rows:
        (held_out if is_held_out(row, holdout) else train).append(row)
    left_out = {why: ids for why, ids in unsettled.items() if ids}
    selection = Selection(train, held_out, left_out)
    selection = selection.without(_with_two_labels(rows), TWO_LABELS)
    selection = selection.without(_twins_of_held_out(selection), HELD_OUT_TWIN)
    repeated = _repeated(selection.train) + _repeated(selection.held_out)
    return selection.without(repeated, TWIN)


def holdout_share(rows: Sequence[LabelledDrawing], least: float) -> float:
    """The `least` share of owners, or one with ENOUGH corrections, up to WIDEST.

    Corrections of single digits: a misread number may have parts that are all read.
    """
    singles = (row for row in rows if row.is_correction and not row.number)
    places = sorted(_place(row) for row in singles)
    wanted = np.nextafter(places[ENOUGH - 1], 1) if len(places) >= ENOUGH else 1.0
    return max(least, min(wanted, WIDEST))


def is_held_out(row: LabelledDrawing, share: float) -> bool:
    """Nobody is on both sides; a larger share keeps what a smaller one held out."""
    return _place(row) < share


def _place(row: LabelledDrawing) -> float:
    """A number, 0..1, by the owner where one is known: the same in every run."""
    key = row.owner or row.tile_hash or str(row.pk)
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) / 2**64


def trained_before(
    rows: Sequence[LabelledDrawing], trained: set[str]
) -> list[LabelledDrawing]:
    """The rows whose drawing or owner an earlier training saw, by the `trained` ids."""
    owners = {row.owner for row in rows if str(row.pk) in trained} - {""}
    return [row for row in rows if str(row.pk) in trained or row.owner in owners]


def per_digit(tiles: Iterable[TileLabel]) -> Counter[int]:
    """How many of the tiles have each label."""
    return Counter(tile.label for tile in tiles)


def _rows(drawings: DrawingQuerySet) -> Iterator[LabelledDrawing]:
    columns = ("pk", "owner", "tile_hash", "label", "digit", "labelled_by")
    numbers = ("labelled_number", "number")
    imported = LabelChange.objects.standing().filter(
        drawing=OuterRef("pk"), where=Where.IMPORT
    )
    settled = drawings.labelled().with_answer()
    rows = settled.annotate(
        labelled_number=number_shown("label", "label_number"),
        blind=Q(audited=True) | Exists(imported),
        confirmed=Exists(confirmations(own=has_one_reviewer())),
    ).values_list(*columns, "blind", "confirmed", *numbers)
    for row in rows.order_by("pk").iterator(2000):
        yield LabelledDrawing(*row)


def _with_two_labels(rows: list[LabelledDrawing]) -> list[LabelledDrawing]:
    labels = defaultdict(set)
    for row in rows:
        labels[row.tile_hash].add(row.label_value)
    return [row for row in rows if row.tile_hash and len(labels[row.tile_hash]) > 1]


def _twins_of_held_out(selection: Selection) -> list[LabelledDrawing]:
    """Rows to train on whose tile is held out, too."""
    held_out = {row.tile_hash for row in selection.held_out} - {""}
    return [row for row in selection.train if row.tile_hash in held_out]


def _repeated(rows: list[LabelledDrawing]) -> list[LabelledDrawing]:
    """All but the first row of each tile."""
    first: dict[str | UUID, LabelledDrawing] = {}
    return [
        row for row in rows if first.setdefault(row.tile_hash or row.pk, row) is not row
    ]
