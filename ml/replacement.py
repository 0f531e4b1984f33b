"""Write a file or a folder beside its place, then rename: nobody sees half of it.

The names beside it carry this process's id, so that they are nobody else's. A killed
process leaves NAME.PID.part, or the folder that it was replacing as NAME.PID.old. A
later process of the same id replaces these; all others leave them to be looked at and
removed by hand.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` when all went well."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes the place of `path` when all went well."""
    part, old = (
        path.with_name(f"{path.name}.{os.getpid()}.{ending}")
        for ending in ("part", "old")
    )
    shutil.rmtree(part, ignore_errors=True)  # of a killed process
    part.mkdir(parents=True)
    try:
        yield part
        _swap(part, path, old)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _swap(part: Path, path: Path, old: Path) -> None:
    """Rename `path` to `old` and `part` to `path`; an error leaves `path` as it was."""
    if not path.exists():
        part.rename(path)
        return
    shutil.rmtree(old, ignore_errors=True)  # of a killed process
    path.rename(old)
    try:
        part.rename(path)
    except BaseException:
        old.rename(path)
        raise
