"""Parts of the files that are read without what comes before them, on any machine."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BufferedIOBase
from typing import Any, ClassVar, Protocol
from uuid import UUID
from zipfile import BadZipFile

from django.conf import settings

from recognizer.imports.arrays import read_tiles, tile_pictures
from recognizer.imports.containers import Archive, BadFile
from recognizer.imports.json_lines import read_lines
from recognizer.imports.names import AnyPath, folder_of
from recognizer.imports.records import ImportedPicture, Record, Refusal
from recognizer.models import Shown

MOST_RECORDS = 1_000  # in a section: some seconds of work
DAMAGED = (OSError, EOFError, ValueError, RuntimeError, zlib.error, BadZipFile)


class Files(Protocol):
    """Where the files are that sections name."""

    def open(self, name: str) -> BufferedIOBase: ...

    def keep(self, file: BufferedIOBase) -> str:
        """Keep a copy of an unpacked file; return its name. Raises BadFile."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Some records of one file."""

    form: ClassVar[str]
    file: str
    title: str  # what to show of the file
    repeats: Collection[int] = ()  # records, from 0 on, that came before in the import

    @property
    def size(self) -> int:
        """How many records it has at most."""
        raise NotImplementedError

    @property
    def sources(self) -> set[str]:
        return {self.title}

    def read(self, files: Files) -> Iterator[Record]:
        """Yield the records, the same each time."""
        for number, record in enumerate(self.read_records(files)):
            if isinstance(record, ImportedPicture) and number in self.repeats:
                record = record._replace(is_repeat=True)
            yield record

    def read_records(self, files: Files) -> Iterator[Record]:
        try:
            with files.open(self.file) as file:
                yield from self.read_from(file)
        except DAMAGED as error:
            yield Refusal(self.title, reason(error))

    def read_from(self, file: BufferedIOBase) -> Iterator[Record]:
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        return {"form": self.form, **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class Pictures(Section):
    """Pictures in a zip, or files of their own where `file` is empty."""

    form = "pictures"
    members: Sequence[tuple[str, Shown | None]]  # their names and labels

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def sources(self) -> set[str]:
        return {self._source(name) for name, _ in self.members}

    def read_records(self, files: Files) -> Iterator[Record]:
        if self.file:
            yield from super().read_records(files)
        else:
            yield from self._read_members(files)

    def read_from(self, file: BufferedIOBase) -> Iterator[Record]:
        yield from self._read_members(Archive(file))

    def _read_members(self, files: Files | Archive) -> Iterator[Record]:
        for name, label in self.members:
            title = self.title + name
            try:
                with files.open(name) as file:
                    picture = file.read(settings.MAX_PICTURE_BYTES + 1)
            except DAMAGED as error:
                yield Refusal(title, reason(error))
            else:
                yield ImportedPicture(
                    title, picture, label, id_of(name), source=self._source(name)
                )

    def _source(self, name: str) -> str:
        return self.title + folder_of(folder_of(name))


@dataclass(frozen=True, kw_only=True)
class Tiles(Section):
    """Tiles that lie one after the other, each a picture, with their labels."""

    form = "tiles"
    start: int  # in bytes: where tile 0 is
    first: int
    count: int
    labels: Sequence[int] | None

    @property
    def size(self) -> int:
        return self.count

    def read_from(self, file: BufferedIOBase) -> Iterator[Record]:
        tiles = read_tiles(file, self.start, self.first, self.count)
        yield from tile_pictures(self.title, self.first, tiles, self.labels)


@dataclass(frozen=True, kw_only=True)
class Lines(Section):
    """Some lines of a file of JSON lines."""

    form = "lines"
    encoding: str
    place: int  # as TextIOWrapper.tell() gives it
    first: int  # line, from 1 on
    count: int

    @property
    def size(self) -> int:
        return self.count

    def read_from(self, file: BufferedIOBase) -> Iterator[Record]:
        where = (self.place, self.first, self.count)
        yield from read_lines(self.title, file, self.encoding, *where)


def reason(error: Exception) -> str:
    if isinstance(error, BadFile):
        return str(error)
    return getattr(error, "strerror", None) or f"Damaged: {error}"


def id_of(name: str) -> UUID | None:
    """The drawing's id where the picture is named by it, as in an export."""
    stem = AnyPath(name).stem
    try:
        return UUID(stem) if str(UUID(stem)) == stem else None
    except ValueError:
        return None


FORMS: dict[str, type[Section]] = {cls.form: cls for cls in (Pictures, Tiles, Lines)}


def section_of(row: dict[str, Any]) -> Section:
    """What as_json() made a row of."""
    return FORMS[row["form"]](**{k: v for k, v in row.items() if k != "form"})


def pictures_first(sections: Iterable[Section | Refusal]) -> list[Section | Refusal]:
    """The sections with the tiles last: a tile is known by the picture that it is of.

    A picture is not known by a tile. So, tiles first, both would be kept.
    """
    return sorted(sections, key=lambda section: isinstance(section, Tiles))
