"""What schedules want is started once, by however many ticks, and not too late."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from digitsite.celery_app import BEAT, app
from recognizer.jobs.schedules import newest_moment, start_due
from recognizer.jobs.submission import cancel
from recognizer.models import Job
from tests.support.concurrency import run_together
from tests.support.jobs import work_off

THREE = datetime(2026, 11, 26, 3, tzinfo=UTC)  # a Thursday


@pytest.fixture
def nightly(settings):
    settings.PRUNE_OLDER_THAN = 365
    settings.SCHEDULES = {"forget": "0 3 * * *"}


def after(**time):
    return THREE + timedelta(**time)


@pytest.mark.parametrize(
    ("cron", "now", "moment"),
    [
        ("0 3 * * *", after(), THREE),
        ("0 3 * * *", after(seconds=59), THREE),
        ("0 3 * * *", after(minutes=59), THREE),
        ("0 3 * * *", after(minutes=60), None),
        ("0 3 * * *", after(seconds=-1), None),
        ("*/5 * * * *", after(minutes=7), after(minutes=5)),
        ("0 3 * * 4", after(), THREE),
        ("0 3 * * 5", after(), None),
        ("0 3 1 * *", after(), None),
        ("59 23 25 11 *", after(hours=-2, minutes=-30), after(hours=-3, minutes=-1)),
    ],
)
def test_a_moment_is_due_for_an_hour(cron, now, moment):
    assert newest_moment(crontab.from_string(cron), now) == moment


@pytest.mark.django_db
@pytest.mark.database
def test_each_night_a_job_is_started_once(nightly):
    (job,) = start_due(THREE)
    assert job.scheduled_for == THREE
    assert job.arguments["older_than"] == 365
    work_off(job)
    assert start_due(after(minutes=1)) == []
    assert start_due(after(minutes=-1)) == []  # a clock that is behind
    assert len(start_due(after(days=1))) == 1


@pytest.mark.django_db
def test_none_is_started_while_the_last_one_goes_on(nightly):
    (job,) = start_due(THREE)
    assert start_due(after(days=1)) == []
    cancel(job, by="anna")
    assert len(start_due(after(days=1, minutes=5))) == 1


@pytest.mark.django_db(transaction=True)
def test_ticks_of_two_beats_at_one_moment_start_it_once(nightly):
    assert run_together(*[lambda: start_due(THREE)] * 8) == []
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_nightly_fine_tune_promotes_nothing_by_itself(settings):
    settings.SCHEDULES = {"finetune": "0 3 * * *"}
    (job,) = start_due(THREE)
    assert (job.arguments["promote"], job.arguments["dry_run"]) == (False, False)


def test_the_beat_ticks_by_a_task_that_there_is():
    app.loader.import_default_modules()
    assert BEAT["tick"]["task"] in app.tasks
    assert not app.conf.beat_schedule  # off unless a setting says so
