"""Which pictures of an import are the same drawing as one before them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import find_ink
from recognizer.drawings.fingerprints import tile_hash
from recognizer.imports.candidates import Candidate


class Repeats:
    """Knows what has come so far by what KnownDrawings finds drawings by."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()  # about 100 bytes for each picture

    def is_repeat(self, candidate: Candidate, *, with_tile: bool) -> bool:
        """Whether the drawing came before, with a label if this has one.

        So of several labels the first one counts, whoever is the first to set one.
        `with_tile` finds the picture's tile, which takes as long as to answer it.
        """
        has_label = candidate.record.label is not None
        is_repeat = any(
            key + b"labelled" in self._seen or (not has_label and key in self._seen)
            for key in finding_keys(candidate)
        )
        if not is_repeat:
            for key in all_keys(candidate, with_tile):
                self._seen.add(key + b"labelled" if has_label else key)
        return is_repeat


def finding_keys(candidate: Candidate) -> Iterator[bytes]:
    """By what the candidate's drawing is found: by its id alone where it has one."""
    record, picture_hash = candidate.record, candidate.picture_hash or ""
    if record.id:
        yield record.id.bytes + bytes.fromhex(picture_hash)
        return
    if picture_hash:
        yield bytes.fromhex(picture_hash)
    if record.tile_hash:
        yield b"tile" + bytes.fromhex(record.tile_hash)


def all_keys(candidate: Candidate, with_tile: bool) -> Iterator[bytes]:
    """By what later ones find the candidate's drawing."""
    yield from finding_keys(candidate)
    if candidate.record.id and candidate.picture_hash:
        yield bytes.fromhex(candidate.picture_hash)
    if with_tile and not candidate.record.tile_hash and not candidate.refusal:
        with suppress(BadImage, Blank):
            assert candidate.picture  # else it would have been refused
            yield b"tile" + bytes.fromhex(tile_hash(find_ink(candidate.picture)))
