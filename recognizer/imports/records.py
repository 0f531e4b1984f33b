"""What reading a file yields: pictures, and what was refused."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from recognizer.drawings.strokes import Strokes
from recognizer.models import Shown

EVERYTHING = ""  # the source that stands for all of them


class ImportedPicture(NamedTuple):
    """A picture to import, and what its file says of it."""

    name: str  # where it was: a file, a line, a place in an array
    picture: bytes
    label: Shown | None = None
    id: UUID | None = None
    claim: Shown | None = None
    strokes: Strokes | None = None
    created_at: datetime | None = None
    tile_hash: str | None = None  # of a tile: that of the drawing it was made of
    is_repeat: bool = False  # whether it came before in the same import
    source: str = ""  # a file of many drawings, or the folder of the classes' folders


class Refusal(NamedTuple):
    """A file, a line or a picture that cannot be imported, and why."""

    name: str
    why: str


Record = ImportedPicture | Refusal
