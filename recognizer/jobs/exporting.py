"""The export that several workers make: its list of drawings, what each read, the zip.

The list is fixed at one moment, with the labels of that moment. A drawing that is
deleted later is in no file: whoever reads a list holds its drawings while the records
are written, and whoever deletes a drawing removes the records, and the zip, that hold
it (recognizer/deletion/exports.py). The zip is whole only if all of its records are
still there at its end; else it is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from uuid import UUID

from django.db.models import QuerySet

from recognizer.exports.bundle import bundle
from recognizer.exports.dataset import Export, snapshot
from recognizer.exports.plan import ListedDrawing, Plan, pack_labels, unpack_labels
from recognizer.exports.records import (
    Record,
    batches,
    pack_record,
    read_records,
    unpack_records,
)
from recognizer.exports.zip_stream import zip_stream
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.files import in_parts, local_copy, write_file
from recognizer.labelling.labels import lock_drawings
from recognizer.models import ExportList, Job, JobFile, JobFilePart

LIST = 2_000  # drawings that one chunk reads
UNFINISHED = ".zip"


class Outdated(Exception):
    """A drawing was deleted whose records are in the zip that is being written."""


def write_lists(run: ChunkRun, export: Export, format: str) -> tuple[Plan, list[int]]:
    """Fix the drawings; returns the plan and each list's length. Raises CannotExport.

    Takes 33 bytes of memory for each, or 45 in lists that have numbers.
    """
    with snapshot():
        plan = export.plan(format)
        blocks = batches(export.listed(format), LIST)
        lists = [
            new_list(run.job, number, block)
            for number, block in enumerate(blocks, start=1)
        ]
    with run.step():
        run.job.export_lists.all().delete()  # an earlier worker's
        ExportList.objects.bulk_create(lists, batch_size=50)
    return plan, [len(row.drawings()) for row in lists]


def new_list(job: Job, number: int, drawings: list[ListedDrawing]) -> ExportList:
    return ExportList(
        job=job,
        number=number,
        first=drawings[0].pk,
        last=drawings[-1].pk,
        ids=b"".join(drawing.pk.bytes for drawing in drawings),
        labels=pack_labels(drawings),
    )


def read_list(run: ChunkRun, plan: Plan, row: ExportList) -> JobFile:
    """Write the records of a list's drawings, of those that are still there."""
    unreadable: list[UUID] = []
    listed = unpack_labels(row.drawings(), bytes(row.labels))
    records = read_records(plan, listed, tick=run.checkpoint, unreadable=unreadable)
    with TemporaryFile() as file:
        file.writelines(map(pack_record, records))
        file.seek(0)
        with run.step():
            return keep_records(run, row, unpack_records(file), unreadable)


def keep_records(
    run: ChunkRun, row: ExportList, records: Iterable[Record], unreadable: list[UUID]
) -> JobFile:
    """Write the records of drawings that are still there, and nobody deletes before."""
    present = lock_drawings(row.drawings())
    row.unreadable = len(present.keys() & set(unreadable))
    row.exported = 0

    def packed() -> Iterator[bytes]:
        for record in records:
            if record.pk in present:
                row.exported += 1
                yield pack_record(record)

    row.records = file = write_file(run.job, f".records-{row.number}", packed())
    row.save(update_fields=["records", "exported", "unreadable"])
    return file


def put_together(run: ChunkRun, plan: Plan) -> JobFile:
    """Make the zip of all records; returns it."""
    zip_file = run.job.files.shown().first()
    while not zip_file:  # else an earlier worker came so far
        try:
            zip_file = write_zip(run, plan)
        except Outdated:
            run.log("A drawing was deleted meanwhile: the file is begun anew.")
    for pk in list(run.job.export_lists.values_list("pk", flat=True)):
        with run.step():
            lock_lists(run.job).get(pk=pk)
            JobFile.objects.filter(export_list=pk).delete()
    return zip_file


def write_zip(run: ChunkRun, plan: Plan) -> JobFile:
    """Write the zip piece by piece. Raises Outdated."""
    used: dict[int, int] = {}  # the records that are in it, by their list
    pieces = in_parts(zip_stream(bundle(plan, all_records(run, plan, used))))
    with run.step():
        run.job.files.filter(name=UNFINISHED).delete()
        zip_file = JobFile.objects.create(job=run.job, name=UNFINISHED)
    for number, data in enumerate(pieces):
        with run.step():
            hold(zip_file)
            JobFilePart.objects.create(file=zip_file, number=number, data=data)
        zip_file.size += len(data)
    with run.step():
        rows = lock_lists(run.job).values_list("pk", "records")
        are_used = dict(rows) == used
        hold(zip_file)
        if not are_used:
            raise Outdated
        zip_file.name = f"labels-{plan.format}-{plan.day}.zip"
        zip_file.save(update_fields=["name", "size"])
    return zip_file


def lock_lists(job: Job) -> QuerySet[ExportList]:
    """Before the files, as whoever deletes a drawing does; else both might wait."""
    return job.export_lists.order_by("pk").select_for_update()


def hold(file: JobFile) -> None:
    """Lock the file's row. Raises Outdated where it was removed."""
    if not JobFile.objects.select_for_update().filter(pk=file.pk).exists():
        raise Outdated


def all_records(run: ChunkRun, plan: Plan, used: dict[int, int]) -> Iterator[Record]:
    """The records of all lists; those that were removed are read again."""
    lists = run.job.export_lists.order_by("number")
    for number in list(lists.values_list("number", flat=True)):
        row = lists.select_related("records").get(number=number)
        records = row.records or read_list(run, plan, row)
        used[row.pk] = records.pk
        try:
            with local_copy(records) as path, path.open("rb") as file:
                yield from unpack_records(file)
        except JobFilePart.DoesNotExist as error:
            raise Outdated from error
