"""What a command line names -> the pictures to read, one by one, in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from ml.reader import MAX_BYTES

STANDARD_INPUT = "-"
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")  # of pictures in a folder


@dataclass(frozen=True)
class Source:
    """A picture to read, or what cannot be one."""

    name: str  # its path; bytes that are no UTF-8 stand in it as surrogates
    picture: bytes | None = None  # the file's bytes; None: they lie at the path
    fault: str | None = None  # why there is nothing to read


def find_sources(names: Iterable[str]) -> Iterator[Source]:
    """Yield each file, and each folder's pictures; `-` is a picture in standard input.

    A file that is named is read whatever it is called.
    """
    for name in names:
        if name == STANDARD_INPUT:
            yield Source(name, sys.stdin.buffer.read(MAX_BYTES + 1))
        elif os.path.isdir(name):
            yield from _in_folder(name)
        else:
            yield Source(name)


def read_names(path: str) -> Iterator[str]:
    """Yield the file names that stand in a file, one a line. Raises OSError."""
    is_file = path != STANDARD_INPUT
    with open(path, "rb") if is_file else nullcontext(sys.stdin.buffer) as lines:
        for line in lines:
            if name := os.fsdecode(line.rstrip(b"\r\n")):
                # A file may be called "-": here that is not standard input.
                yield f"./{name}" if name == STANDARD_INPUT else name


def _in_folder(folder: str) -> Iterator[Source]:
    is_empty = True
    for source in _walk(folder):
        is_empty = False
        yield source
    if is_empty:
        yield Source(folder, fault=f"No pictures in it ({', '.join(SUFFIXES)}).")


def _walk(folder: str) -> Iterator[Source]:
    """The pictures in it and in its folders, by name; none that are hidden.

    A link to a folder is not followed, since it may lead round in circles.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Source(folder, fault=error.strerror)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.name.lower().endswith(SUFFIXES) and entry.is_file():
            yield Source(entry.path)
