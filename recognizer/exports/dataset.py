"""Which labelled drawings are exported; all that is read of them, at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ml.preprocessing.ink import find_ink
from ml.preprocessing.picture import check_kept_picture
from ml.preprocessing.tile import to_bytes, to_tile
from recognizer.drawings.tile_images import imported_tile
from recognizer.models import Digit, Drawing, DrawingQuerySet

CHUNK = 500  # drawings in memory at a time


class CannotExport(Exception):
    """Nothing is written; the message says why."""


@dataclass
class Export:
    """Which labelled drawings to export, and how; disputed ones are left out."""

    drawings: DrawingQuerySet = field(default_factory=Drawing.objects.all)
    once: bool = False  # of twins, one
    digits_only: bool = False
    names: bool = False  # reviewers by name
    tick: Callable[[], object] = lambda: None  # called for each drawing

    @cached_property
    def rows(self) -> DrawingQuerySet:
        rows = self.drawings.labelled()
        if self.digits_only:
            rows = rows.exclude(label=Digit.NOT_A_DIGIT)
        if self.once:
            rows = rows.distinct_tiles()
        return rows.order_by("pk")  # random ids: in no order of classes or dates

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    def values(self, *names: str) -> Iterator[Any]:
        """One plain value or a tuple of them for each drawing, a few at a time."""
        rows = self.rows.values_list(*names, flat=len(names) == 1)
        return rows.iterator(chunk_size=CHUNK)

    def tiles(self) -> Iterator[bytes]:
        """Each drawing's 28x28 tile, 784 bytes, 255 ink. Raises CannotExport."""
        for pk, picture, tile_hash in self.values("pk", "picture", "tile_hash"):
            yield tile_bytes(pk, bytes(picture), tile_hash)
            self.tick()


def tile_bytes(pk: UUID, file: bytes, tile_hash: str) -> bytes:
    """Return the tile of a kept picture, 784 bytes, 255 ink. Raises CannotExport."""
    try:
        picture = check_kept_picture(file)
        ink = find_ink(picture)
    except ValueError as error:
        raise CannotExport(f"Drawing {pk} cannot be read any more: {error}") from error
    tile = imported_tile(picture, tile_hash)  # leaves as it came, to be known again
    if tile is None:
        tile = to_bytes(to_tile(ink))
    return tile.tobytes()


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads inside see the database as at the start; writers are not blocked."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    else:  # SQLite: atomic() would lock the database at once (transaction_mode)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
