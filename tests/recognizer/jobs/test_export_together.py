"""Four workers at one export, each with a connection of its own."""

import pytest
from django.db import connection

from recognizer.deletion.forgetting import forget
from recognizer.exports.bundle import download
from recognizer.exports.dataset import Export
from recognizer.jobs import exporting
from recognizer.jobs.files import read_file
from recognizer.jobs.submission import submit
from recognizer.models import Drawing, JobState
from tests.support.concurrency import run_together, thread, wait_until_one_waits
from tests.support.jobs import work_off
from tests.support.owners import label_drawings_of_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows.")
def test_who_deletes_a_drawing_as_the_zip_is_finished_waits(staff, monkeypatch):
    label_drawings_of_all(staff)
    job, hold, calls = submit("export", {"format": "jsonl"}), exporting.hold, []
    labelled = Drawing.objects.filter(label__isnull=False)
    deletion = thread(lambda: forget(labelled), problems := [])

    def hold_for_the_second_time(file):
        hold(file)
        calls.append(file)
        if len(calls) == 2:  # after the one piece
            deletion.start()
            wait_until_one_waits()

    monkeypatch.setattr(exporting, "hold", hold_for_the_second_time)
    assert work_off(job).state == JobState.DONE, job.sentence
    deletion.join()
    assert problems == []
    assert not job.files.exists()


def test_four_workers_write_the_bytes_of_one(staff, monkeypatch):
    monkeypatch.setattr(exporting, "LIST", 1)
    label_drawings_of_all(staff)
    job = submit("export", {"format": "jsonl"})
    assert run_together(*[lambda: work_off(job)] * 4) == []
    whole = b"".join(download(Export(), "jsonl"))
    assert b"".join(read_file(job.files.get())) == whole
    assert set(job.chunks.values_list("fence", flat=True)) == {1}
