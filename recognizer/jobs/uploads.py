"""Files that staff send in parts, for a job to read.

Each part is checked by its SHA-256, and the whole by that of the parts' digests, one
after the other. So neither side ever hashes, or sends anew, a whole of gigabytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from recognizer.jobs.files import PART
from recognizer.models import Job, JobFile
from recognizer.models.jobs import UNFINISHED

UNUSED = timedelta(days=1)  # that an upload is kept after it began, or was last used
LONGEST_NAME = 200


class BadUpload(ValueError):
    """Why a file or a part is not taken, in a sentence."""


def uploads_of(user: User) -> QuerySet[JobFile]:
    """The user's files that no job reads, the newest first."""
    is_free = Q(job=None) | ~Q(job__state__in=UNFINISHED)
    return JobFile.objects.filter(is_free, by=user).order_by("-pk")


def begin(user: User, name: str, size: int) -> JobFile:
    """The user's unfinished upload of that name and size, or a new one.

    Raises BadUpload where it would be too large.
    """
    is_name = name.isprintable() and not set(name) & set("/\\")
    if not 0 < len(name) <= LONGEST_NAME or not is_name:
        raise BadUpload("The file's name cannot be kept: rename it.")
    if size <= 0:
        raise BadUpload("The file is empty.")
    begun = uploads_of(user).filter(name=name, size=size, sha256="").first()
    if begun:
        return begun
    others = uploads_of(user).aggregate(size=Sum("size"))["size"] or 0
    if others + size > settings.MAX_IMPORT_BYTES:
        raise BadUpload(
            f"Too large: your files may have {gigabytes(settings.MAX_IMPORT_BYTES)} "
            f"together (MAX_IMPORT_BYTES), and {gigabytes(others)} are here already."
        )
    return JobFile.objects.create(by=user, name=name, size=size)


def gigabytes(size: int) -> str:
    return f"{size / 1e9:,.3g} GB"


def part_sizes(upload: JobFile) -> list[int]:
    count = ceil(upload.size / PART)
    return [PART] * (count - 1) + [upload.size - PART * (count - 1)]


def digests(upload: JobFile) -> dict[int, str]:
    """By number the SHA-256 of the parts that are here."""
    return dict(upload.parts.order_by("number").values_list("number", "sha256"))


def keep_part(upload: JobFile, number: int, data: bytes, sha256: str) -> None:
    """Raises BadUpload where the part is not what was to be sent."""
    sizes = part_sizes(upload)
    if number >= len(sizes) or len(data) != sizes[number]:
        raise BadUpload("The part has another size than the file's parts.")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BadUpload("The part came damaged.")
    if upload.sha256:
        raise BadUpload("The file is whole already.")
    upload.parts.update_or_create(
        number=number, defaults={"data": data, "sha256": sha256}
    )


def complete(upload: JobFile, sha256: str) -> None:
    """Check the whole. Raises BadUpload where parts lack, or are another file's."""
    there = digests(upload)
    if len(there) < len(part_sizes(upload)):
        raise BadUpload("Parts of the file are missing.")
    whole = hashlib.sha256(b"".join(map(bytes.fromhex, there.values()))).hexdigest()
    if whole != sha256:
        raise BadUpload("What arrived is not the file: send it again.")
    upload.sha256 = whole
    upload.save(update_fields=["sha256"])


def attach(ids: Iterable[int], job: Job) -> None:
    """Inside a transaction: let the job have the files.

    Again where it has them already. Raises BadUpload where that cannot be, as where
    another job was faster.
    """
    free = uploads_of(job.by) if job.by else JobFile.objects.none()
    files = (free | JobFile.objects.filter(job=job)).select_for_update(of=("self",))
    for pk in ids:
        file = files.filter(pk=pk).first()
        if not file or not file.sha256:
            raise BadUpload("A file is not here any more: upload it again.")
        if job.files.filter(name=file.name).exclude(pk=pk).exists():
            raise BadUpload(f"Two of the files are named {file.name}: rename one.")
        file.job = job
        file.save(update_fields=["job"])


def delete_unused() -> None:
    """Delete uploads that no job has used for a day, and what ended imports left."""
    before = timezone.now() - UNUSED
    unused = Q(job=None, created_at__lt=before)
    left = Q(job__kind="import", job__finished_at__lt=before)
    JobFile.objects.filter(unused | left).exclude(pk__in=awaited()).delete()


def awaited() -> set[int]:
    """The uploads of imports that have not ended; some may wait for days."""
    imports = Job.objects.unfinished().filter(kind="import")
    lists = imports.values_list("arguments__uploads", flat=True)
    return {number_of(text) for texts in lists for text in texts or ()}


def number_of(text: str) -> int:
    """Which upload a text like "12:labels.zip" names; 0 is none."""
    number = text.partition(":")[0]
    return int(number) if number.isdecimal() and len(number) < 16 else 0
