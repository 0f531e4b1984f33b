"""What a pen did in one sitting: numbered components, and the segments made of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ml.data.mnist import BadData
from ml.data.unipen.statements import Statement, read_statements


class Component(NamedTuple):
    """One movement of the pen, on the paper or above it."""

    pen: Statement  # .PEN_DOWN or .PEN_UP, with the points
    writer: str
    columns: tuple[int, int]  # of x and y in a point's line


class Recording(NamedTuple):
    """What stands in a file and in those that it includes."""

    components: list[Component]
    segments: list[Statement]  # of the file alone


def read_recording(path: Path, include: Path, *, counts_pen_ups: bool) -> Recording:
    """Read a file and, each in its place, the files of `include` that it names.

    The writer is the file's name until .WRITER_ID says who. Raises BadData.
    """
    kinds = {"PEN_DOWN", "PEN_UP"} if counts_pen_ups else {"PEN_DOWN"}
    recording = Recording([], [])
    writer, columns = path.stem, (0, 1)
    for statement in _with_included(path, include):
        if statement.keyword in kinds:
            recording.components.append(Component(statement, writer, columns))
        elif statement.keyword == "SEGMENT" and statement.path == path:
            recording.segments.append(statement)
        elif statement.keyword == "WRITER_ID":
            writer = statement.body.strip()
        elif statement.keyword == "COORD":
            columns = _columns(statement)
    return recording


def _with_included(
    path: Path, include: Path, above: tuple[Path, ...] = ()
) -> Iterator[Statement]:
    for statement in _statements(path):
        if statement.keyword != "INCLUDE":
            yield statement
            continue
        named = include / statement.body.strip()
        if named in above or not named.is_file():
            raise BadData(
                f"{statement.where}: expected a file to include, got {named}."
            )
        yield from _with_included(named, include, (*above, named))


@lru_cache(8)  # files of one name, in several sections, include the same ones
def _statements(path: Path) -> list[Statement]:
    return read_statements(path)


def _columns(coord: Statement) -> tuple[int, int]:
    names = coord.body.split()
    if not {"X", "Y"} <= set(names):
        raise BadData(f"{coord.where}: expected X and Y among {names}.")
    return names.index("X"), names.index("Y")
