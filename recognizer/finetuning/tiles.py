"""The kept pictures of labelled drawings -> tiles; of a number each digit's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from uuid import UUID

import numpy as np

from ml.data.mnist import Digits
from ml.inference.classifier import Classifier, decide_all
from ml.inference.networks import NOT_A_DIGIT
from ml.numbers.reading import fit_number
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.tile import from_bytes, to_bytes, to_tile
from recognizer.finetuning.labelled_drawing import LabelledDrawing, TileLabel, tiles_of
from recognizer.finetuning.selection import NO_FIT, UNREADABLE
from recognizer.models import Drawing

MOST_INKS = 1_000  # whole numbers that are kept to judge by: at most 64 MB


@dataclass
class ReadDrawings:
    """The tiles of the drawings that gave some, and the drawings that gave none."""

    rows: list[LabelledDrawing] = field(default_factory=list)  # in the tiles' order
    x: list[np.ndarray] = field(default_factory=list)  # uint8 (28, 28), 255 ink
    left_out: dict[str, list[LabelledDrawing]] = field(
        default_factory=lambda: defaultdict(list)
    )
    inks: dict[UUID, np.ndarray] = field(default_factory=dict)  # of numbers, uint8

    def digits(self) -> Digits:
        """Tiles uint8 (n, 28, 28) with labels (n,): those of tiles_of(rows)."""
        labels = [tile.label for tile in tiles_of(self.rows)]
        return Digits(
            np.array(self.x, np.uint8).reshape(-1, 28, 28), np.array(labels, np.uint8)
        )


def read_tiles(
    rows: Sequence[LabelledDrawing],
    classifier: Classifier | None,
    *,
    keep_inks_of: Iterable[UUID] = (),
) -> ReadDrawings:
    """Read the pictures of the rows. `classifier` finds the digits of numbers.

    It is needed where a row's label is a number. `keep_inks_of` are the numbers whose
    whole ink is wanted, too, whether their digits are found or not.
    """
    read, by_id, wanted = ReadDrawings(), {row.pk: row for row in rows}, {*keep_inks_of}
    for drawing in _in_order(by_id):
        row = by_id[drawing.pk]
        try:
            ink = drawing.ink()
        except (BadImage, Blank):
            read.left_out[UNREADABLE].append(row)
            continue
        if drawing.pk in wanted:
            read.inks[drawing.pk] = to_bytes(ink)  # loses nothing: it was bytes before
        if not row.number:
            read.x.append(to_bytes(to_tile(ink)))
            read.rows.append(row)
            continue
        assert classifier  # as said above
        tiles = _part_tiles(ink, row.number, classifier)
        if tiles is None:
            read.left_out[NO_FIT].append(row)
            continue
        read.x += [*tiles]
        answers = decide_all(classifier.probabilities(from_bytes(tiles)))
        labels = zip(map(int, row.number), answers.tolist(), strict=True)
        parts = tuple(TileLabel(label, answer) for label, answer in labels)
        read.rows.append(replace(row, parts=parts))
    return read


def numbers_beyond_share(
    rows: Sequence[LabelledDrawing], share: float, seed: int
) -> list[LabelledDrawing]:
    """The numbers to leave out so that their parts do not outnumber single digits.

    Parts may be `share` times as many as the rows' single digits. Chance decides, by
    the seed and the drawings' ids, which numbers stay: each with all of its parts.
    """
    singles = [row for row in rows if not row.number and row.label != NOT_A_DIGIT]
    room = int(share * len(singles))
    beyond = []
    for row in _numbers_by_lot(rows, seed):
        if len(row.parts) <= room:
            room -= len(row.parts)
        else:
            beyond.append(row)
    return sorted(beyond, key=lambda row: row.pk)


def chosen_numbers(rows: Sequence[LabelledDrawing], seed: int) -> list[LabelledDrawing]:
    """The numbers among the rows, at most MOST_INKS of them, by chance."""
    return _numbers_by_lot(rows, seed)[:MOST_INKS]


def _numbers_by_lot(
    rows: Sequence[LabelledDrawing], seed: int
) -> list[LabelledDrawing]:
    """The numbers in an order by chance, always the same for a seed."""

    def lot(row: LabelledDrawing) -> bytes:
        return blake2b(row.pk.bytes + seed.to_bytes(4), digest_size=8).digest()

    return sorted((row for row in rows if row.number), key=lot)


def _part_tiles(
    ink: np.ndarray, number: str, classifier: Classifier
) -> np.ndarray | None:
    """Of each digit, from left to right: uint8 (digits, 28, 28); None: no fit."""
    parts = fit_number(ink, number, classifier)
    if parts is None:
        return None
    return np.stack([to_bytes(to_tile(part.ink)) for part in parts])


def _in_order(ids: Iterable[UUID], chunk: int = 500) -> Iterator[Drawing]:
    """Drawings in an order that is always the same: the same data, the same numbers."""
    ids = sorted(ids)
    for i in range(0, len(ids), chunk):
        drawings = Drawing.objects.only("picture").in_bulk(ids[i : i + chunk])
        yield from (drawings[pk] for pk in ids[i : i + chunk] if pk in drawings)
