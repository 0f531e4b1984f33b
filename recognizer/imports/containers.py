"""Where files lie: a folder, or a zip."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from functools import cached_property
from io import BufferedIOBase
from pathlib import Path

from recognizer.exports.layout import MANIFEST

MOST_MEMBERS = 200_000  # of one zip, whose list of files is held in memory
LARGEST_MANIFEST = 1_000_000  # bytes
PIECE = 1_000_000  # bytes that are copied at once


class BadFile(ValueError):
    """What is wrong with a file, in a sentence."""


class Container:
    """Named files. Names are looked up and shown, never made into paths."""

    depth = 0  # in how many zips these files lie
    title = ""  # what to show before their names
    file = ""  # the zip in which they lie

    def names(self) -> list[str]:
        raise NotImplementedError

    def siblings(self) -> list[str]:
        """The files among which a file's other half may be."""
        return self.names()

    def open(self, name: str) -> BufferedIOBase:
        raise NotImplementedError

    def __contains__(self, name: str) -> bool:
        raise NotImplementedError

    def is_damaged(self, name: str) -> bool:
        """Whether the manifest beside the file knows another SHA-256 of it."""
        facts = self._manifest.get(name)
        if not isinstance(facts, dict):
            return False
        with self.open(name) as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return sha256 != facts.get("sha256")

    @cached_property
    def _manifest(self) -> dict:
        """What the manifest says of each file. Raises BadFile."""
        manifest = self._beside(MANIFEST)
        if manifest not in self:
            return {}
        try:
            with self.open(manifest) as file:
                files = json.loads(file.read(LARGEST_MANIFEST))["files"]
            return {self._beside(name): facts for name, facts in files.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadFile(f"{MANIFEST} cannot be read.") from error

    def _beside(self, name: str) -> str:
        """The full name of a file that lies where the manifest does."""
        return name


class Folder(Container):
    """A folder's files, also in the folders in it; or one file alone."""

    def __init__(self, path: Path):
        self._path = path
        self._is_file = not path.is_dir()

    def names(self) -> list[str]:
        if self._is_file:
            return [str(self._path)]
        return sorted(str(path) for path in self._path.rglob("*") if path.is_file())

    def siblings(self) -> list[str]:
        """Of one file alone, those that lie in its folder."""
        if not self._is_file:
            return self.names()
        return sorted(str(p) for p in self._path.parent.glob("*") if p.is_file())

    def __contains__(self, name: str) -> bool:
        return Path(name).is_file()

    def open(self, name: str) -> BufferedIOBase:
        return Path(name).open("rb")

    def _beside(self, name: str) -> str:
        folder = self._path.parent if self._is_file else self._path
        return str(folder / name)


class Archive(Container):
    """A zip's files."""

    def __init__(
        self, zipped: BufferedIOBase, file: str = "", title: str = "", depth: int = 1
    ):
        """Raises BadFile where the zip has too many files."""
        self._zip = zipfile.ZipFile(zipped)
        files = (m for m in self._zip.infolist() if not is_folder(m))
        self._members = {m.filename: m for m in files}
        if len(self._members) > MOST_MEMBERS:
            raise BadFile(f"More than {MOST_MEMBERS:,} files in one zip.")
        self.file, self.title, self.depth = file, f"{title}: ", depth

    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def open(self, name: str) -> BufferedIOBase:
        # A ZipExtFile, though the hint says only IO[bytes].
        return self._zip.open(self._members[name])  # type: ignore[return-value]


def is_folder(member: zipfile.ZipInfo) -> bool:
    """Also of a zip that Windows wrote, whose folders end with a backslash."""
    return member.is_dir() or member.filename.endswith("\\")


def pieces(file: BufferedIOBase, most: int) -> Iterator[bytes]:
    """All of a file. Raises BadFile where it has more than `most` bytes."""
    while piece := file.read(PIECE):
        most -= len(piece)
        if most < 0:
            raise BadFile("Unpacked, the files are larger than MAX_IMPORT_BYTES.")
        yield piece
