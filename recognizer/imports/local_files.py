"""Files of this machine, and what was unpacked of them."""

from __future__ import annotations

import tempfile
from io import BufferedIOBase
from pathlib import Path
from typing import Self

from django.conf import settings

from recognizer.imports.containers import pieces


class LocalFiles:
    """Sections name files by their paths. What is unpacked goes with the context."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="digitsite-import-")
        self._kept, self._bytes = 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self._folder.cleanup()

    def open(self, name: str) -> BufferedIOBase:
        return Path(name).open("rb")

    def keep(self, file: BufferedIOBase) -> str:
        self._kept += 1
        path = Path(self._folder.name, str(self._kept))
        with path.open("wb") as copy:
            for piece in pieces(file, settings.MAX_IMPORT_BYTES - self._bytes):
                self._bytes += copy.write(piece)
        return str(path)
