"""An export by jobs is, to the byte, the one that is made at once."""

import io
import json
import zipfile

import pytest
from django.utils import timezone

from recognizer.deletion.exports import remove_old_exports
from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import recognise
from recognizer.exports.bundle import download
from recognizer.exports.dataset import Export
from recognizer.jobs import exporting
from recognizer.jobs.files import read_file
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.submission import cancel, submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ExportList, JobFile, JobState
from tests.support.drawings import DIGITS, png
from tests.support.jobs import do_next, ended, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def labelled(staff, monkeypatch):
    """Six drawings, labelled 0 to 5, of which the 2 cannot be read; lists of two."""
    monkeypatch.setattr(exporting, "LIST", 2)
    drawings = [recognise(png(DIGITS[digit])).drawing for digit in range(6)]
    for digit, drawing in enumerate(drawings):
        label_drawing(drawing, digit, by=staff)
    Drawing.objects.filter(pk=drawings[2].pk).update(picture=b"no picture")
    return drawings


def labels_in(job):
    with zipfile.ZipFile(io.BytesIO(bytes_of(job))) as archive:
        lines = archive.read("drawings.jsonl").splitlines()
    return sorted(json.loads(line)["label"] for line in lines)


def bytes_of(job):
    return b"".join(read_file(job.files.get()))


@pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])
def test_its_bytes_are_those_of_the_download(labelled, format, monkeypatch):
    in_three = work_off(submit("export", {"format": format}))
    monkeypatch.setattr(exporting, "LIST", 2000)
    in_one = work_off(submit("export", {"format": format}))
    assert (in_three.chunks.count(), in_one.chunks.count()) == (5, 3)
    whole = b"".join(download(Export(), format))
    assert bytes_of(in_three) == bytes_of(in_one) == whole


def test_it_says_what_it_holds(labelled):
    job = work_off(submit("export", {"format": "npz", "digits_only": True}))
    name = f"labels-npz-{timezone.now().date()}.zip"
    state, sentence = ended(job)
    assert state == JobState.DONE
    assert sentence.startswith(f"5 drawings in {name} (")
    assert sentence.endswith("; 1 left out: their pictures cannot be read.")
    assert job.counts == {"exported": 5, "unreadable": 1, "deleted": 0}
    assert sum(job.chunks.values_list("done", flat=True)) == 6


def test_what_is_deleted_before_it_is_read_is_counted(labelled):
    job = submit("export", {"format": "jsonl"})
    do_next(job)
    forget(Drawing.objects.filter(label__in=(0, 2)))
    job = work_off(job)
    assert labels_in(job) == [1, 3, 4, 5]
    assert job.counts == {"exported": 4, "unreadable": 0, "deleted": 2}
    assert job.sentence.endswith("; 2 left out: deleted since the export began.")


def test_what_is_deleted_once_it_is_read_is_in_no_file(labelled):
    job = submit("export", {"format": "jsonl"})
    for _ in range(4):
        do_next(job)
    assert job.files.count() == 3
    forget(Drawing.objects.filter(label=0))
    assert job.files.count() == 2
    job = work_off(job)
    assert labels_in(job) == [1, 3, 4, 5]
    assert job.counts == {"exported": 4, "unreadable": 1, "deleted": 1}


@pytest.mark.parametrize("digit", [0, 5])
def test_what_is_deleted_while_the_zip_is_written_is_in_no_file(
    labelled, digit, monkeypatch
):
    """In the first list or the last, and so however far the zip is."""
    monkeypatch.setattr(exporting, "in_parts", meanwhile := ForgetsMeanwhile(digit))
    job = work_off(submit("export", {"format": "jsonl"}))
    assert labels_in(job) == sorted({0, 1, 3, 4, 5} - {digit})
    assert meanwhile.calls == 2
    lines = job.lines.values_list("text", flat=True)
    assert "A drawing was deleted meanwhile: the file is begun anew." in lines


class ForgetsMeanwhile:
    """Stands in for in_parts, once: a drawing is forgotten amid the pieces."""

    def __init__(self, digit):
        self.digit, self.calls = digit, 0

    def __call__(self, pieces):
        self.calls += 1
        for number, piece in enumerate(pieces):
            if (self.calls, number) == (1, 3):
                forget(Drawing.objects.filter(label=self.digit))
            yield piece


def test_a_finished_file_goes_with_a_drawing_in_it(labelled):
    with_it = work_off(submit("export", {"format": "png"}))
    without = work_off(submit("export", {"format": "png", "until": "2026-01-01"}))
    forget(Drawing.objects.filter(label=None))
    assert with_it.files.exists()
    forget(Drawing.objects.filter(label=5))
    assert not with_it.files.exists()
    assert "A drawing of this export was deleted" in with_it.lines.last().text
    assert ended(without) == (
        JobState.FAILED,
        "None of these drawings has a settled label.",
    )


def test_a_file_is_kept_for_a_week(labelled):
    job = work_off(submit("export", {"format": "png"}))
    remove_old_exports()
    assert job.files.exists()
    job.finished_at -= timezone.timedelta(days=7)
    job.save()
    remove_old_exports()
    assert not job.files.exists()
    assert not ExportList.objects.exists()
    assert job.lines.last().text == "The file was removed after 7 days."


def test_what_a_cancelled_job_has_read_goes(labelled):
    job = submit("export", {"format": "png"})
    do_next(job), do_next(job)
    assert job.files.count() == 1
    cancel(job, by="anna")
    remove_old_exports()
    assert not JobFile.objects.exists()
    assert not ExportList.objects.exists()


def test_it_can_be_described_and_chosen(labelled, base):
    arguments = {"format": "jsonl", "since": "2026-02-01", "answered_by": "base"}
    job = work_off(submit("export", arguments | {"names": True}))
    assert labels_in(job) == [0, 1, 3, 4, 5]
    assert kind_named("export").describe(job.arguments) == (
        "Export labelled drawings as JSON lines, since 2026-02-01, answered by base, "
        "with reviewers' names"
    )
