"""A format's files, the card and the manifest: as a folder, or as one zip."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ml.replacement import replaced_folder
from recognizer.exports.card import card
from recognizer.exports.dataset import CannotExport, Export, snapshot
from recognizer.exports.facts import Facts
from recognizer.exports.formats import FORMATS
from recognizer.exports.layout import CARD, MANIFEST
from recognizer.exports.plan import Plan
from recognizer.exports.records import Record
from recognizer.exports.zip_stream import File, zip_stream


def bundle(plan: Plan, records: Iterable[Record]) -> Iterator[File]:
    """The format's files, README.md and manifest.json, each to be read to its end."""
    facts = Facts()
    files: dict[str, dict] = {}  # what the manifest says of each
    for name, chunks in FORMATS[plan.format](facts.of(records), plan.count):
        yield name, hashed(name, chunks, files)
    text = card(plan, facts).encode()
    yield CARD, hashed(CARD, [text], files)
    manifest = {"format": plan.format, "count": facts.count, "files": files}
    yield MANIFEST, [json.dumps(manifest, indent=2).encode() + b"\n"]


def hashed(name: str, chunks: Iterable[bytes], files: dict) -> Iterator[bytes]:
    """The chunks; once they are read, `files` has the file's size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    files[name] = {"bytes": size, "sha256": digest.hexdigest()}


def download(export: Export, format: str) -> Iterator[bytes]:
    """One zip of the files, for a response that streams. Raises CannotExport."""
    with snapshot():
        plan = export.plan(format)
        yield from zip_stream(bundle(plan, export.records(plan)))


def write_folder(
    plan: Plan, records: Iterable[Record], out: Path, *, force: bool = False
) -> None:
    """Write the files beside `out` and rename the folder when it is whole.

    Raises CannotExport where `out` is there, unless it is an earlier export and
    `force` is given.
    """
    check_free(out, force)
    with replaced_folder(out) as folder:
        for name, chunks in bundle(plan, records):
            with (folder / name).open("wb") as file:
                file.writelines(chunks)


def check_free(out: Path, force: bool) -> None:
    """Raise CannotExport where `out` must not be written."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / MANIFEST).is_file():
        raise CannotExport(f"{out} is there, and is no export: choose another name.")
    if not force:
        raise CannotExport(f"{out} is there; --force puts the new export in its place.")
