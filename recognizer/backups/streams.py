"""Bytes that pass through, never all of them at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Protocol

CHUNK = 1 << 20  # bytes


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Measured:
    """What is read of a source, with its size and SHA-256 so far."""

    def __init__(
        self, source: Readable, progress: Callable[[int], object] = lambda size: None
    ):
        """`progress` is told the size so far; what it raises ends the reading."""
        self._source, self._progress = source, progress
        self._hash, self.size = hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        self.size += len(data)
        self._progress(self.size)
        return data

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Begun:
    """A source whose first bytes have been looked at."""

    def __init__(self, source: Readable, size: int):
        self._source = source
        self.first = self._rest = read_block(source, size)

    def read(self, size: int) -> bytes:
        if not self._rest:
            return self._source.read(size)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def read_block(source: Readable, size: int) -> bytes:
    """So many bytes, or what is left; a pipe gives fewer at a time."""
    parts: list[bytes] = []
    while size and (data := source.read(size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


def chunks(source: Readable, size: int = CHUNK) -> Iterator[bytes]:
    while data := source.read(size):
        yield data
