"""Files of jobs, in the database: every machine reaches them, and so does a backup."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from recognizer.models import Job, JobFile, JobFilePart

PART = settings.MAX_PART_BYTES


@transaction.atomic
def write_file(job: Job, name: str, pieces: Iterable[bytes]) -> JobFile:
    """Write a file of the job, in place of the one of that name."""
    job.files.filter(name=name).delete()
    file = JobFile.objects.create(job=job, name=name)
    for number, data in enumerate(in_parts(pieces)):
        JobFilePart.objects.create(file=file, number=number, data=data)
        file.size += len(data)
    file.save(update_fields=["size"])
    return file


def read_file(file: JobFile) -> Iterator[bytes]:
    """The file's bytes, part by part."""
    for number in file.parts.values_list("number", flat=True):
        yield bytes(file.parts.values_list("data", flat=True).get(number=number))


def read_json(job: Job, name: str) -> Any:
    """What a file of the job says; None where there is no such file."""
    file = job.files.filter(name=name).first()
    return json.loads(b"".join(read_file(file))) if file else None


@contextmanager
def local_copy(file: JobFile) -> Iterator[Path]:
    """A copy on this machine, of the file's name, as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="digitsite-") as folder:
        path = Path(folder, Path(file.name).name)
        with path.open("wb") as copy:
            for data in read_file(file):
                copy.write(data)
        yield path


def in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of PART, the last one shorter."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= PART:
            yield bytes(buffer[:PART])
            del buffer[:PART]
    if buffer:
        yield bytes(buffer)
