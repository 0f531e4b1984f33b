"""Which labelled drawings a fine-tune trains on, which judge it, which are left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

import numpy as np

from ml.data.mnist import Digits
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.tile import to_tile
from recognizer.models import Drawing, Reason

DISPUTED = "Reviewers disagree about it."
TWO_LABELS = "The same tile has another label too."
TWIN = "The same tile is there once already."
HELD_OUT_TWIN = "The same tile is held out."
TRAINED_BEFORE = "Its drawer has trained a version that this one is built on."
UNREADABLE = "Its picture cannot be read."


@dataclass(frozen=True)
class Labelled:
    """What the choice needs to know of a drawing; the picture is read later."""

    pk: UUID
    owner: str
    tile_hash: str
    label: int
    given: int | None  # what the visitor was told
    reviewer: int | None

    @property
    def is_correction(self) -> bool:
        return self.label != self.given


@dataclass
class Selection:
    """Two lists that share no owner and no tile, and what is in neither."""

    train: list[Labelled] = field(default_factory=list)
    held_out: list[Labelled] = field(default_factory=list)
    left_out: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))

    def leave_out(self, rows: Iterable[Labelled], why: str) -> None:
        """Take rows off the side that they are on."""
        gone = {row.pk for row in rows}
        self.train = [row for row in self.train if row.pk not in gone]
        self.held_out = [row for row in self.held_out if row.pk not in gone]
        if gone:
            self.left_out[why] += sorted(gone)


def is_held_out(row: Labelled, share: float) -> bool:
    """Stable for ever: by the owner where known, so that nobody is on both sides."""
    key = row.owner or row.tile_hash or str(row.pk)
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
    return number / 2**64 < share


def trained_before(rows: Iterable[Labelled], known: set[str]) -> list[Labelled]:
    """Those by whom any of the `known` ids is, which an earlier training saw."""
    rows = [*rows]
    owners = {row.owner for row in rows if str(row.pk) in known} - {""}
    return [row for row in rows if str(row.pk) in known or row.owner in owners]


def select(*, holdout: float, since: datetime | None = None) -> Selection:
    """Choose from all drawings that staff labelled (`since` then)."""
    chosen, seen = Selection(), Drawing.objects.filter(label__isnull=False)
    if since:
        seen = seen.filter(labelled_at__gte=since)
    for pk in seen.filter(waits_for=Reason.DISPUTE).values_list("pk", flat=True):
        chosen.left_out[DISPUTED].append(pk)
    rows = [*_rows(seen)]
    labels = defaultdict(set)
    for row in rows:
        labels[row.tile_hash].add(row.label)
    for row in rows:
        if row.tile_hash and len(labels[row.tile_hash]) > 1:
            chosen.left_out[TWO_LABELS].append(row.pk)
        else:
            held = is_held_out(row, holdout)
            (chosen.held_out if held else chosen.train).append(row)
    _once(chosen)
    return chosen


def read_tiles(rows: list[Labelled]) -> tuple[Digits, list[Labelled], list[Labelled]]:
    """Tiles uint8 and labels of the readable rows, these rows, and the others."""
    tiles, there, broken = [], [], []
    by_id = {row.pk: row for row in rows}
    for drawing in _in_order(by_id):
        try:
            tiles.append(np.rint(to_tile(drawing.ink()) * 255).astype(np.uint8))
            there.append(by_id[drawing.pk])
        except (BadImage, Blank):
            broken.append(by_id[drawing.pk])
    x = np.array(tiles, np.uint8).reshape(-1, 28, 28)
    return Digits(x, np.array([row.label for row in there], np.uint8)), there, broken


def per_digit(rows: list[Labelled]) -> Counter:
    return Counter(row.label for row in rows)


def _rows(drawings) -> Iterable[Labelled]:
    columns = ("pk", "owner", "tile_hash", "label", "digit", "labelled_by")
    settled = drawings.labelled().with_answer()
    for row in settled.order_by("pk").values_list(*columns).iterator(2000):
        yield Labelled(*row)


def _once(chosen: Selection) -> None:
    held = {row.tile_hash for row in chosen.held_out} - {""}
    both = [row for row in chosen.train if row.tile_hash in held]
    chosen.leave_out(both, HELD_OUT_TWIN)
    chosen.train = _first_of_each(chosen.train, chosen)
    chosen.held_out = _first_of_each(chosen.held_out, chosen)


def _first_of_each(rows: list[Labelled], chosen: Selection) -> list[Labelled]:
    first: dict[str | UUID, Labelled] = {}
    for row in rows:
        if first.setdefault(row.tile_hash or row.pk, row) is not row:
            chosen.left_out[TWIN].append(row.pk)
    return [*first.values()]


def _in_order(by_id: dict[UUID, Labelled], chunk: int = 500) -> Iterable[Drawing]:
    """Always the same order, so that the same data give the same numbers."""
    ids = sorted(by_id)
    for i in range(0, len(ids), chunk):
        found = Drawing.objects.only("picture").in_bulk(ids[i : i + chunk])
        yield from (found[pk] for pk in ids[i : i + chunk] if pk in found)
