"""A job's files: their bytes in the database, in parts."""

import pytest

from recognizer.jobs import files
from recognizer.jobs.files import local_copy, read_file, write_file
from recognizer.models import Job, JobFilePart

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def job():
    return Job.objects.create(kind="export", queue="serve")


def test_a_file_comes_back_byte_for_byte(job, monkeypatch):
    monkeypatch.setattr(files, "PART", 10)
    pieces = [b"", b"0123456", b"789abcdefghijklmnopqrstuvwxyz", b"!"]
    file = write_file(job, "labels.zip", pieces)
    assert [len(data) for data in read_file(file)] == [10, 10, 10, 7]
    assert b"".join(read_file(file)) == b"".join(pieces)
    assert file.size == 37
    with local_copy(file) as path:
        assert (path.name, path.read_bytes()) == ("labels.zip", b"".join(pieces))
    assert not path.exists()


def test_a_file_of_the_same_name_takes_its_place(job):
    write_file(job, "labels.zip", [b"old"])
    file = write_file(job, "labels.zip", [b"new"])
    assert b"".join(read_file(file)) == b"new"
    assert JobFilePart.objects.count() == 1


def test_a_file_that_fails_leaves_the_one_before(job):
    file = write_file(job, "labels.zip", [b"old"])
    with pytest.raises(ZeroDivisionError):
        write_file(job, "labels.zip", (bytes([1 // n]) for n in (1, 0)))
    assert b"".join(read_file(file)) == b"old"
