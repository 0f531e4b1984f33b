"""The files that an import reads, wherever its chunk is done."""

from __future__ import annotations

from io import SEEK_CUR, SEEK_SET, BufferedIOBase, BufferedReader, RawIOBase

from django.conf import settings

from recognizer.imports.containers import Container, pieces
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.files import PART, in_parts
from recognizer.models import JobFile


class PartsFile(RawIOBase):
    """A file of the database, of which only those parts are read that are asked for."""

    def __init__(self, file: JobFile):
        self._file, self._place = file, 0
        self._number, self._part = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        starts = {SEEK_SET: 0, SEEK_CUR: self._place}
        self._place = max(0, offset + starts.get(whence, self._file.size))
        return self._place

    def readinto(self, buffer, /) -> int:
        """Read at most what is left of one part."""
        if self._place >= self._file.size:
            return 0
        number, start = divmod(self._place, PART)
        if number != self._number:
            self._number, self._part = number, read_part(self._file, number)
        data = self._part[start : start + len(buffer)]
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def read_part(file: JobFile, number: int) -> bytes:
    return bytes(file.parts.values_list("data", flat=True).get(number=number))


class JobFiles(Container):
    """A job's files as sections name them, and its uploads as a folder."""

    def __init__(self, run: ChunkRun):
        self._run, self._job = run, run.job
        self._kept = self._kept_bytes = 0

    def names(self) -> list[str]:
        uploads = self._job.files.filter(by__isnull=False)
        return [*uploads.order_by("name").values_list("name", flat=True)]

    def open(self, name: str) -> BufferedIOBase:
        return BufferedReader(PartsFile(self._job.files.get(name=name)))

    def __contains__(self, name: str) -> bool:
        return self._job.files.filter(name=name).exists()

    def keep(self, file: BufferedIOBase) -> str:
        """Write an unpacked file beside the others; return its name.

        Part by part: on SQLite others write meanwhile. Raises BadFile, and Stopped
        where another worker unpacks it by now.
        """
        self._kept += 1
        name = f".unpacked/{self._kept}"  # no upload has a slash
        with self._run.step():
            self._job.files.filter(name=name).delete()
            copy = self._job.files.create(name=name)
        most = settings.MAX_IMPORT_BYTES - self._kept_bytes
        for number, data in enumerate(in_parts(pieces(file, most))):
            with self._run.step():
                copy.parts.create(number=number, data=data)
            copy.size += len(data)
        with self._run.step():
            copy.save(update_fields=["size"])
        self._kept_bytes += copy.size
        return name
