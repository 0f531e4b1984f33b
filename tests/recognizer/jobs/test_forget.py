"""The job that deletes old drawings gives what the command gives."""

import pytest

from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import claim
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Job, JobState
from tests.support.jobs import do_next, lose, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OLD = {"older_than": 900}
START = "/admin/recognizer/job/start/forget/"


def test_old_drawings_are_deleted_chunk_by_chunk(many_old, drawing):
    job = work_off(submit("forget", OLD))
    assert job.state == JobState.DONE
    assert job.sentence == "Deleted 11 drawings, 11 predictions, 0 label changes."
    assert job.chunks.filter(phase=1).count() == 4
    assert Drawing.objects.get() == drawing
    assert "11 drawings" in job.lines.get().text


def test_what_is_labelled_meanwhile_stays(many_old, staff):
    job = submit("forget", OLD)
    do_next(job)
    kept = Drawing.objects.first()
    label_drawing(kept, 7, by=staff)
    job = work_off(job)
    assert Drawing.objects.get() == kept
    assert job.counts["drawings"] == 10


def test_what_a_lost_worker_deleted_is_counted_once(many_old):
    job = submit("forget", OLD)
    do_next(job)
    run = ChunkRun(chunk := claim(job.pk))
    kind_named("forget").run(run)
    assert chunk.done == 3
    lose(job)
    assert work_off(job).counts["drawings"] == 11


def test_staff_confirm_it_again_where_it_is_run_again(admin, many_old):
    job = work_off(submit("forget", {"older_than": 10_000, "audited": True}))
    asked = admin.post(f"/admin/recognizer/job/{job.pk}/again/", follow=True)
    form = asked.context["form"]
    assert form["older_than"].value() == "10000"
    assert form["audited"].value()
    assert not form["labelled"].value()
    assert Job.objects.get() == job


def test_staff_confirm_what_would_go(admin, many_old):
    asked = admin.post(START, OLD).content.decode()
    assert "Would be deleted: 11 drawings" in asked
    assert 'name="older_than" value="900"' in asked
    assert not Job.objects.exists()
    admin.post(START, OLD | {"confirmed": "yes"})
    assert Job.objects.get().arguments == {
        "older_than": 900,
        "labelled": False,
        "audited": False,
    }
