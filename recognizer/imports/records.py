"""What reading a file gives: pictures, and what is none."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Found(NamedTuple):
    """A picture to import, and what is said of it."""

    name: str
    picture: bytes
    label: int | None = None
    id: UUID | None = None
    claim: int | None = None
    strokes: list | None = None
    created_at: datetime | None = None
    tile_hash: str | None = None  # of a tile: that of the drawing it was made of


class Refused(NamedTuple):
    """What cannot be imported, and why."""

    name: str
    why: str
