"""Uploaded files become drawings, in chunks that may be begun again elsewhere."""

import gzip
from io import BytesIO

import numpy as np
import pytest
from django.contrib.auth.models import Permission

from recognizer.drawings.recognition import recognise
from recognizer.exports.bundle import download
from recognizer.exports.dataset import Export
from recognizer.imports import importer, readers
from recognizer.jobs import job_files
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import Stopped, claim
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.runner import run_chunk
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, JobFile, JobFilePart, JobLine, LabelChange
from tests.support import mnist
from tests.support.drawings import DIGITS, SEVEN, png
from tests.support.imports import line
from tests.support.job_uploads import upload
from tests.support.jobs import do_next, lose, work_off

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Chunks of two pictures, kept one by one; files in parts of 1000 bytes."""
    monkeypatch.setattr(readers, "MOST_RECORDS", 2)
    monkeypatch.setattr(importer, "BATCH", 1)
    for module in ("job_files", "uploads", "files"):
        monkeypatch.setattr(f"recognizer.jobs.{module}.PART", 1000)


@pytest.fixture
def import_file(staff, tmp_path):
    """A job that imports the file, not begun yet."""

    def import_file(content, name="file", by=staff, **arguments):
        path = tmp_path / name
        path.write_bytes(content)
        arguments = {"uploads": [upload(by, path)], "turn": "", **arguments}
        return submit("import", arguments, by=by)

    return import_file


def lines_of(*numbers):
    rows = (line(png(DIGITS[number]), label=number) for number in numbers)
    return "".join(rows).encode()


def labels():
    return sorted(Drawing.objects.values_list("label", flat=True))


def log():
    return [*JobLine.objects.values_list("text", flat=True)]


@pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])
def test_a_download_is_read_back_in_chunks(import_file, staff, format):
    for number in (1, 3, 7):
        label_drawing(recognise(png(DIGITS[number])).drawing, number, by=staff)
    zipped = b"".join(download(Export(), format))
    Drawing.objects.all().delete()
    job = work_off(import_file(zipped))
    assert job.sentence == "Kept 3, labelled 3; 0 here already, 0 refused."
    assert labels() == [1, 3, 7]
    assert job.chunks.filter(phase=1).count() == 2
    assert not JobFile.objects.exists()


def test_a_chunk_reads_no_more_of_a_file_than_it_needs(import_file, monkeypatch):
    """Of twelve parts those in which its tiles are, each once."""
    x, y = mnist.digits().take(np.arange(14))
    out = BytesIO()
    np.savez(out, x_train=x, y_train=y)
    job = import_file(out.getvalue())
    do_next(job)
    read, parts = job_files.read_part, []
    monkeypatch.setattr(
        job_files, "read_part", lambda file, n: parts.append(n) or read(file, n)
    )
    for number in range(7):
        parts.clear()
        assert do_next(job)
        place = 128 + number * 2 * 28**2  # after the array's header
        assert {place // 1000, (place + 2 * 28**2 - 1) // 1000} <= {*parts}
        assert len(parts) == len({*parts}) <= 3
    assert Drawing.objects.count() == 14


def test_a_chunk_whose_worker_is_killed_goes_on_and_adds_up_to_the_same(import_file):
    job = import_file(lines_of(1, 3, 7, 3, 1) + b"no line\n")
    do_next(job)
    while chunk := claim(job.pk):
        run_chunk(ChunkRun(chunk, EndsAfter(1)), chunk)
        lose(job)
    job.refresh_from_db()
    assert job.sentence == "Kept 3, labelled 3; 2 here already, 1 refused."
    assert labels() == [1, 3, 7]
    assert LabelChange.objects.count() == 3


def test_a_worker_that_lost_the_plan_unpacks_nothing_more(import_file):
    job = import_file(gzip.compress(lines_of(1, 3, 7)))
    late = ChunkRun(claim(job.pk))
    lose(job)
    do_next(job)
    with pytest.raises(Stopped):
        job_files.JobFiles(late).keep(BytesIO(b"late"))
    assert work_off(job).sentence == "Kept 3, labelled 3; 0 here already, 0 refused."


class EndsAfter:
    """A beat of a worker that is killed after so many steps."""

    def __init__(self, steps):
        self.left = steps

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Killed


class Killed(Stopped):
    pass


def test_what_is_refused_is_named_up_to_a_hundred_times(import_file, monkeypatch):
    monkeypatch.setattr("recognizer.jobs.kinds.import_drawings.NAMED", 3)
    job = work_off(import_file(lines_of(7) + b"no line\n" * 5))
    assert job.counts["refused"] == 5
    refused = [text for text in log() if text.startswith("file:")]
    assert refused == [f"file:{n}: Not a line of JSON." for n in (2, 3, 4)]
    assert log()[-1] == "5 were refused; the first 3 are named."


def test_a_dry_run_keeps_nothing_but_the_files(import_file, staff):
    job = work_off(import_file(lines_of(7, 7, 3), dry_run=True))
    assert job.sentence == "Would keep 2, labelled 2; 1 here already, 0 refused."
    assert not Drawing.objects.exists()
    job = work_off(submit("import", job.arguments | {"dry_run": False}, by=staff))
    assert job.sentence == "Kept 2, labelled 2; 1 here already, 0 refused."
    assert not JobFilePart.objects.exists()


def test_doubtful_labels_wait_and_the_job_says_what_to_do(import_file, monkeypatch):
    monkeypatch.setattr(importer, "BATCH", 100)
    monkeypatch.setattr(readers, "MOST_RECORDS", 20)
    x, y = mnist.digits().take(np.random.default_rng(0).permutation(200)[:60])
    out = BytesIO()
    np.savez(out, x_train=x.transpose(0, 2, 1).copy(), y_train=y)
    job = work_off(import_file(out.getvalue(), dry_run=True))
    assert job.counts["held_back"] == 60
    assert any("import them transposed" in text for text in log())
    arguments = job.arguments | {"turn": "transpose"}
    assert not work_off(submit("import", arguments, by=job.by)).counts["held_back"]


def test_who_may_not_label_cannot_vouch(import_file, django_user_model):
    reader = django_user_model.objects.create_user("reader")
    assert "vouches" in work_off(import_file(lines_of(7), by=reader)).sentence
    user = django_user_model.objects.create_user("reviewer")
    user.user_permissions.add(Permission.objects.get(codename="change_drawing"))
    assert work_off(import_file(lines_of(7), by=user)).state == "done"


def test_files_of_somebody_else_are_not_read(import_file, django_user_model):
    job = import_file(lines_of(7))
    other = django_user_model.objects.create_superuser("other")
    job = work_off(submit("import", job.arguments, by=other))
    assert job.state == "failed"
    assert "not here any more" in job.sentence


def test_a_job_says_what_it_imports(staff):
    arguments = {"uploads": ["1:a:b.zip", "2:c"], "turn": "flip", "dry_run": True}
    text = kind_named("import").describe(arguments)
    assert text == "Import a:b.zip and 1 more, with the top down (dry run)"


def test_without_a_label_nothing_is_imported(import_file):
    job = work_off(import_file(line(png(SEVEN)).encode()))
    assert job.sentence.startswith("No label was found, so nothing was imported.")
    assert not Drawing.objects.exists()
