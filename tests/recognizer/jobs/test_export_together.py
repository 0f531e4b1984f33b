"""Four workers at one export, each with a connection of its own."""

import pytest

from recognizer.exports.bundle import download
from recognizer.exports.dataset import Export
from recognizer.jobs import exporting
from recognizer.jobs.files import read_file
from recognizer.jobs.submission import submit
from tests.support.concurrency import run_together
from tests.support.jobs import work_off
from tests.support.owners import label_drawings_of_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_write_the_bytes_of_one(staff, monkeypatch):
    monkeypatch.setattr(exporting, "LIST", 1)
    label_drawings_of_all(staff)
    job = submit("export", {"format": "jsonl"})
    assert run_together(*[lambda: work_off(job)] * 4) == []
    whole = b"".join(download(Export(), "jsonl"))
    assert b"".join(read_file(job.files.get())) == whole
    assert set(job.chunks.values_list("fence", flat=True)) == {1}
