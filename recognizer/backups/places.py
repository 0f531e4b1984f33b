"""Where backups lie: a folder here, s3.py elsewhere. What is written is whole."""

from __future__ import annotations

import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from recognizer.backups.errors import BackupError
from recognizer.backups.streams import Readable, chunks

PART = ".part"  # what a file is called while it is written
ABANDONED = 24 * 3600  # s after which nobody writes it any more


class Place(ABC):
    """Files by name. Each method raises BackupError."""

    @abstractmethod
    def write(self, name: str, source: Readable) -> None:
        """All that the source holds; nothing if that ends by an exception."""

    @abstractmethod
    def open(self, name: str) -> AbstractContextManager[Readable]:
        """To be read from its beginning. Raises FileNotFoundError, too."""

    @abstractmethod
    def sizes(self) -> dict[str, int]:
        """In bytes, by name."""

    @abstractmethod
    def delete(self, name: str) -> None: ...

    @abstractmethod
    def remove_unfinished(self) -> None:
        """What was left by those who were killed while they wrote."""


CREATE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class Folder(Place):
    def __init__(self, path: Path):
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    def write(self, name: str, source: Readable) -> None:
        part = self._path / f"{name}{PART}"
        with self._errors():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with os.fdopen(os.open(part, CREATE, 0o600), "wb") as file:
                    for data in chunks(source):
                        file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.rename(self._path / name)
                self._sync()
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def open(self, name: str) -> BinaryIO:
        with self._errors():
            return (self._path / name).open("rb")

    def sizes(self) -> dict[str, int]:
        with self._errors(), suppress(FileNotFoundError):
            files = [path for path in self._path.iterdir() if path.is_file()]
            return {path.name: path.stat().st_size for path in files}
        return {}

    def delete(self, name: str) -> None:
        with self._errors():
            (self._path / name).unlink(missing_ok=True)

    def remove_unfinished(self) -> None:
        before = time.time() - ABANDONED
        with self._errors():
            for path in self._path.glob(f"digitsite-*{PART}"):
                if path.stat().st_mtime < before:
                    path.unlink()

    def _sync(self) -> None:
        """Let the new name outlast a power cut."""
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise BackupError(f"{self._path}: {error.strerror}.") from error


def place_at(address: str) -> Place:
    """A folder, or s3://bucket/prefix."""
    if not address.startswith("s3://"):
        if re.match(r"[a-z0-9]+:/", address, re.IGNORECASE):
            raise BackupError(f"{address} is neither a folder nor s3://bucket/prefix.")
        return Folder(Path(address))
    try:
        from recognizer.backups.s3 import Bucket
    except ImportError as error:
        raise BackupError(
            "S3 needs boto3: pip install --require-hashes -r requirements/s3.txt."
        ) from error
    return Bucket(address)
