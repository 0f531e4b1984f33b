"""A format's files, the card and the manifest: as a folder, or as one zip."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ml.replacement import replaced_folder
from recognizer.exports.card import card
from recognizer.exports.dataset import CannotExport, Export, snapshot
from recognizer.exports.formats import FORMATS
from recognizer.exports.layout import CARD, MANIFEST
from recognizer.exports.zip_stream import File, zip_stream


def bundle(export: Export, format: str) -> Iterator[File]:
    """The format's files, README.md and manifest.json, each to be read to its end.

    Raises CannotExport. Read it within snapshot(), so that its files agree.
    """
    if not export.count:
        raise CannotExport("None of these drawings has a settled label.")
    files: dict[str, dict] = {}  # what the manifest says of each
    for name, chunks in FORMATS[format](export):
        yield name, hashed(name, chunks, files)
    text = card(export, format).encode()
    yield CARD, hashed(CARD, [text], files)
    manifest = {"format": format, "count": export.count, "files": files}
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
    """One zip of the files, for a response that streams."""
    with snapshot():
        yield from zip_stream(bundle(export, format))


def write_folder(
    export: Export, format: str, out: Path, *, force: bool = False
) -> None:
    """Write the files beside `out` and rename the folder when it is whole.

    Call it within snapshot(), as bundle(). Raises CannotExport where nothing is
    labelled, and where `out` is there, unless it is an earlier export and `force` is
    given.
    """
    check_free(out, force)
    with replaced_folder(out) as folder:
        for name, chunks in bundle(export, format):
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
