"""manage.py jobs lists, shows, follows, cancels and repeats jobs."""

import json

import pytest
from django.core.management import CommandError, call_command

from recognizer.jobs.submission import submit
from recognizer.models import Job, JobLine, JobState
from tests.support.commands import command
from tests.support.jobs import count_with, do_next, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(monkeypatch, staff):
    count_with(monkeypatch)
    return submit("count", {"chunks": 2}, by=staff, why="to see")


def test_the_list_says_how_far_each_is(job):
    assert "waiting" in command("jobs")
    for _ in range(2):
        do_next(job)
    assert "Count in 2 chunks: 5 of 10 numbers (50 %)" in command("jobs")


def test_one_job_is_shown_with_its_log(job):
    JobLine.objects.create(job=job, text="Nobody counts.")
    shown = command("jobs", str(job.pk)[:8])
    assert "Asked for by staff" in shown
    assert "No worker is there" in shown
    assert "Nobody counts." in shown


def test_json_is_what_the_api_answers_and_the_log(job):
    work_off(job)
    shown = json.loads(command("jobs", str(job.pk), "--json"))
    assert (shown["sentence"], shown["lines"]) == ("Counted 10.", [])
    assert json.loads(command("jobs", "--json"))[0]["id"] == str(job.pk)


def test_a_job_is_cancelled_and_run_again(job):
    command("jobs", "--cancel", str(job.pk), "--by", "staff")
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.CANCELLED, "Cancelled by staff.")
    with pytest.raises(CommandError, match="had ended"):
        call_command("jobs", "--cancel", str(job.pk))
    again = command("jobs", "--again", str(job.pk)).strip()
    assert Job.objects.get(pk=again).again_of == job


def test_a_job_is_followed_to_its_end(job, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: do_next(job))
    lines = command("jobs", "--follow", str(job.pk)).splitlines()
    assert "5 of 10" in lines[2]
    assert lines[-1].endswith("Counted 10.")


def test_following_a_job_that_fails_fails(job):
    work_off(job)
    Job.objects.update(state=JobState.FAILED, sentence="Too bad.")
    with pytest.raises(CommandError, match="Too bad"):
        call_command("jobs", "--follow", str(job.pk))


@pytest.mark.parametrize("name", ["zz", "00000000"])
def test_what_is_no_job_is_refused(name):
    with pytest.raises(CommandError):
        call_command("jobs", name)
