"""A labelled drawing as a fine-tune chooses it, and the tiles that it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from recognizer.models import Shown, shown


@dataclass(frozen=True)
class TileLabel:
    """What one tile shows, and what was answered to it."""

    label: int  # 0..10
    given: int | None

    @property
    def is_correction(self) -> bool:
        return self.label != self.given


@dataclass(frozen=True)
class LabelledDrawing:
    """What the choice needs to know of a drawing; the picture is read later."""

    pk: UUID
    owner: str
    tile_hash: str
    label: int  # 10 of a number
    given: int | None  # the answer that the visitor was given
    reviewer: int | None
    blind: bool = False  # labelled whatever the answer was: audited, or imported so
    confirmed: bool = False  # by a second reviewer
    number: str = ""  # of several digits, where the label is one
    given_number: str | None = ""
    parts: tuple[TileLabel, ...] = ()  # of a number whose digits were found in its ink

    @property
    def label_value(self) -> Shown:
        """The label: a class, or a number."""
        return self.number or self.label

    @property
    def given_value(self) -> Shown | None:
        """The answer: a class, a number, or None where there was none."""
        return shown(self.given, self.given_number or "")

    @property
    def is_correction(self) -> bool:
        return self.label_value != self.given_value

    @property
    def tiles(self) -> tuple[TileLabel, ...]:
        """Of a number its parts; the whole is no digit, and no example of one."""
        return self.parts if self.number else (TileLabel(self.label, self.given),)


def tiles_of(rows: Iterable[LabelledDrawing]) -> list[TileLabel]:
    """The tiles of all rows, in the rows' order, a number's from left to right."""
    return [tile for row in rows for tile in row.tiles]
