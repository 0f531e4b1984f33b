"""The job that asks a version about all drawings gives what the command gives."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import claim
from recognizer.jobs.runner import run_chunk
from recognizer.jobs.submission import submit
from recognizer.models import Drawing, JobState, Prediction, queries
from recognizer.versions import rescoring
from tests.support.drawings import DIGITS, png
from tests.support.jobs import do_next, lose, work_off
from tests.support.versions import add_version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawings(monkeypatch):
    """Seven drawings, of which one cannot be read, in chunks of three."""
    monkeypatch.setattr(queries, "PAGE", 3)
    monkeypatch.setattr(rescoring, "JOB", 2)
    drawings = [recognise(png(DIGITS[digit])).drawing for digit in range(7)]
    Drawing.objects.filter(pk=drawings[0].pk).update(picture=b"damaged")
    return drawings


def answers_of(version):
    rows = Prediction.objects.filter(version=version).order_by("drawing")
    return list(rows.values_list("drawing", "digit", "probabilities"))


def test_it_answers_as_the_command_does(drawings):
    by_command, by_job = add_version("command"), add_version("job")
    for _ in rescoring.rescore(by_command, Drawing.objects.all(), workers=1):
        pass
    job = work_off(submit("rescore", {"version": "job"}))
    assert job.state == JobState.DONE
    assert job.counts == {"answers": 6, "unreadable": 1, "waits_changed": 0}
    assert job.version == by_job
    assert answers_of(by_job) == answers_of(by_command)
    assert job.chunks.filter(phase=1).count() == 3


def test_what_a_lost_worker_did_is_counted_once(drawings, second):
    job = submit("rescore", {"version": second.name})
    do_next(job)
    chunk = claim(job.pk)
    stopped_after_a_step(chunk)
    lose(job)
    job = work_off(job)
    assert job.counts == {"answers": 6, "unreadable": 1, "waits_changed": 0}
    assert [*job.chunks.values_list("done", flat=True)] == [0, 3, 3, 1, 0]


def test_a_limit_and_days_choose_the_drawings(drawings, second):
    limited = {"version": second.name, "limit": 4, "since": "2026-01-01"}
    job = work_off(submit("rescore", limited))
    assert job.counts["answers"] + job.counts["unreadable"] == 4
    rest = work_off(submit("rescore", {"version": second.name, "labelled": True}))
    assert rest.sentence.startswith("0 answers kept")


def stopped_after_a_step(chunk):
    """Do the chunk as a worker that is killed after its first step."""
    run = ChunkRun(chunk)
    steps = iter((True, False))
    run.checkpoint = lambda: next(steps) or (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        run_chunk(run, chunk)
