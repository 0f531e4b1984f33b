"""Which labelled drawings are exported; all that is read of them, at one moment."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import find_ink
from ml.preprocessing.picture import Picture, check_kept_picture
from ml.preprocessing.tile import to_bytes, to_tile
from recognizer.drawings.tile_images import imported_tile
from recognizer.models import Digit, Drawing, DrawingQuerySet

log = logging.getLogger(__name__)

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
    unreadable: list[UUID] = field(default_factory=list)  # as far as it has read

    @property
    def rows(self) -> DrawingQuerySet:
        """The drawings, without those that turned out to be unreadable."""
        return self._chosen.exclude(pk__in=self.unreadable)

    @property
    def count(self) -> int:
        return self._chosen_count - len(self.unreadable)

    @cached_property
    def _chosen(self) -> DrawingQuerySet:
        rows = self.drawings.labelled()
        if self.digits_only:
            rows = rows.exclude(label=Digit.NOT_A_DIGIT)
        if self.once:
            rows = rows.distinct_tiles()
        return rows.order_by("pk")  # random ids: in no order of classes or dates

    @cached_property
    def _chosen_count(self) -> int:
        return self._chosen.count()

    def values(self, *names: str) -> Iterator[Any]:
        """One plain value or a tuple of them for each drawing, a few at a time."""
        rows = self.rows.values_list(*names, flat=len(names) == 1)
        return rows.iterator(chunk_size=CHUNK)

    @contextmanager
    def tiles(self) -> Iterator[IO[bytes]]:
        """A file of each drawing's 28x28 tile, 784 bytes, 255 ink.

        All are read before the first is written, since a header says how many follow.
        """
        with TemporaryFile() as file:
            for pk, picture, tile_hash in self.values("pk", "picture", "tile_hash"):
                if read := self.read(pk, picture):
                    file.write(tile_bytes(*read, tile_hash))
            file.seek(0)
            yield file

    def read(self, pk: UUID, file: bytes) -> tuple[Picture, np.ndarray] | None:
        """Read a kept picture and its ink; None of one that cannot be read any more.

        It is named in the log, and left out from then on.
        """
        self.tick()
        try:
            picture = check_kept_picture(bytes(file))
            return picture, find_ink(picture)
        except (BadImage, Blank) as error:
            log.warning("Drawing %s is left out: %s", pk, error)
            self.unreadable.append(pk)
            return None


def tile_bytes(picture: Picture, ink: np.ndarray, tile_hash: str) -> bytes:
    """Return the tile of a kept picture with that ink, 784 bytes, 255 ink."""
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
