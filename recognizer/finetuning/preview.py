"""What a fine-tune would train on, be judged by and leave out, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ml.metrics.plausibility import is_far_below
from recognizer.finetuning.labelled_drawing import LabelledDrawing, tiles_of
from recognizer.finetuning.screening import FAR
from recognizer.finetuning.selection import Selection, per_digit
from recognizer.finetuning.training_data import CannotTrain, check_enough
from recognizer.models import Digit

IDS_KEPT = 60  # of the drawings that are left out for one reason


@dataclass(frozen=True)
class Preview:
    """A selection, and what there is to say of it."""

    parent: str  # the version's name
    selection: Selection
    min_labels: int

    @property
    def far(self) -> Sequence[UUID]:
        """Corrections that train only once a second reviewer has confirmed them."""
        return self.selection.left_out.get(FAR, [])

    @property
    def problem(self) -> str:
        """Why nothing can be trained on it; "" if something can."""
        try:
            check_enough(self.selection, self.min_labels)
        except CannotTrain as error:
            return str(error)
        return ""

    @property
    def doubt(self) -> str:
        """A warning where few answers agree with labels that did not depend on them."""
        rows = self.selection.train + self.selection.held_out
        blind = [row for row in rows if row.blind]
        right = sum(not row.is_correction for row in blind)
        if not is_far_below(right, len(blind)):
            return ""
        return (
            f"Warning: {len(blind)} drawings were labelled whatever the answer, and "
            f"only {right} of them ({right / len(blind):.1%}) are read so. Look at "
            "some before you promote a version that has learned them."
        )

    def as_json(self) -> dict[str, Any]:
        """For a page that is shown later, with IDS_KEPT ids for each reason."""
        left_out = self.selection.left_out.items()
        return {
            "parent": self.parent,
            "train": _counts(self.selection.train),
            "held_out": _counts(self.selection.held_out),
            "left_out": [
                {"reason": reason, "n": len(ids), "ids": [*map(str, ids[:IDS_KEPT])]}
                for reason, ids in left_out
            ],
            "second_opinions": len(self.far),
            "doubt": self.doubt,
            "problem": self.problem,
        }


def _counts(rows: list[LabelledDrawing]) -> dict[str, Any]:
    """How many tiles there are, and of each digit, and how many are corrections.

    And how many drawings give them, how many of these are numbers, of how many parts.
    """
    tiles = tiles_of(rows)
    labels = per_digit(tiles)
    corrections = per_digit(tile for tile in tiles if tile.is_correction)
    return {
        "n": labels.total(),
        "corrections": corrections.total(),
        "digits": [[labels[digit], corrections[digit]] for digit in Digit],
        "drawings": len(rows),
        "numbers": sum(bool(row.number) for row in rows),
        "parts": sum(len(row.parts) for row in rows),
    }
