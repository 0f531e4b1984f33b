"""Several workers at one job, each with a connection of its own."""

import pytest

from recognizer.jobs.submission import submit
from recognizer.models import JobState
from tests.support.concurrency import run_together
from tests.support.jobs import count_with, ended, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_add_up_to_the_same(monkeypatch):
    workers = set()
    count_with(monkeypatch, lambda run: workers.add(run.number))
    job = submit("count", {"chunks": 12})
    assert run_together(*[lambda: work_off(job)] * 4) == []
    job.refresh_from_db()
    assert ended(job) == (JobState.DONE, "Counted 60.")
    assert set(job.chunks.values_list("fence", flat=True)) == {1}
