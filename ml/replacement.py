"""Write a file or a folder beside its place, then rename: nobody sees half of it.

The names beside it carry this process's id, so that they are nobody else's.
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
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes the place of `path` when all went well."""
    part, old = (
        path.with_name(f"{path.name}.{os.getpid()}.{ending}")
        for ending in ("part", "old")
    )
    part.mkdir(parents=True)
    try:
        yield part
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if path.exists():
        path.rename(old)
    part.rename(path)
    shutil.rmtree(old, ignore_errors=True)
