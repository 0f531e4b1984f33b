"""The job that fine-tunes does what the command does, and trains nothing twice."""

import json
import sys
from functools import partial

import pytest
from django.contrib.auth.models import Permission

from recognizer.deletion.forgetting import forget
from recognizer.jobs.files import read_json
from recognizer.jobs.kind import BadArguments
from recognizer.jobs.submission import submit
from recognizer.models import Drawing, Job, JobFile, JobState, Training
from recognizer.versions.promotion import answering_version
from tests.support.jobs import do_next, lose, work_off
from tests.support.trained import train_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUICK = {"trust_far": True, "holdout": 0.3}


@pytest.fixture
def at_once(monkeypatch):
    """Call this for a training that takes no time."""
    return partial(train_at_once, monkeypatch)


def test_a_dry_run_keeps_what_would_train_and_trains_nothing(people, at_once):
    at_once()
    job = work_off(submit("finetune", QUICK | {"dry_run": True}))
    assert job.sentence.endswith("0 are left out."), job.sentence
    shown = read_json(job, "dry-run.json")
    train, held_out = shown["train"], shown["held_out"]
    assert train["digits"][7][0] == train["n"] == job.counts["train"] > 10
    assert train["n"] + held_out["n"] == 24
    assert not Training.objects.exists()


def test_a_dry_run_says_why_nothing_can_be_trained(people, at_once):
    at_once()
    job = work_off(submit("finetune", QUICK | {"dry_run": True, "min_labels": 500}))
    assert job.state == JobState.DONE
    assert job.sentence.startswith("Nothing can be trained: 24 labelled drawings")


def test_it_keeps_a_version_and_promotes_it(people, at_once, staff):
    at_once()
    job = work_off(submit("finetune", QUICK | {"promote": True}, by=staff))
    assert job.state == JobState.DONE, job.sentence
    assert answering_version() == job.version
    assert job.version.training.by == staff
    assert job.sentence.endswith(f"Promoted {job.version}.")
    assert job.counts["train"] + job.counts["held_out"] == 24
    assert not job.files.exists()
    assert "labelled drawings to train on" in job.lines.first().text


@pytest.mark.parametrize("better", [True, False])
def test_who_may_not_promote_gets_a_candidate(people, at_once, other, better):
    other.user_permissions.add(Permission.objects.get(codename="run_finetune"))
    at_once(better=better)
    job = work_off(submit("finetune", QUICK | {"promote": True}, by=other))
    assert job.version.name == "v0001"
    assert ("It may be promoted." in job.sentence) is better
    assert answering_version().name == "base"


def test_what_was_trained_is_not_trained_again(people, at_once):
    at_once()
    job = submit("finetune", QUICK)
    do_next(job)
    do_next(job)
    assert JobFile.objects.exists()
    at_once(meanwhile=lambda: pytest.fail("It is trained again."))
    job.chunks.filter(number=1).update(state="running")  # killed before its end
    Job.objects.filter(pk=job.pk).update(phase=1)
    lose(job)
    assert work_off(job).version.name == "v0001"


def test_a_registration_that_is_killed_registers_once(people, at_once):
    at_once()
    job = work_off(submit("finetune", QUICK))
    sentence = job.sentence
    job.chunks.filter(number=2).update(state="running")  # killed before its end
    Job.objects.filter(pk=job.pk).update(state="running")
    lose(job)
    job = work_off(job)
    assert (job.state, job.sentence) == (JobState.DONE, sentence)
    assert Training.objects.get().version == job.version


def test_the_same_again_is_named_and_not_tried_thrice(people, at_once):
    at_once()
    work_off(submit("finetune", QUICK))
    job = work_off(submit("finetune", QUICK))
    assert job.state == JobState.FAILED
    assert "gave v0001 again" in job.sentence
    assert job.chunks.get(number=2).failures == 0


def test_a_result_that_no_version_keeps_goes_with_the_drawings(people, at_once):
    at_once()
    job = submit("finetune", QUICK)
    do_next(job)
    do_next(job)
    forget(Drawing.objects.filter(owner="person 1"))
    assert JobFile.objects.exists()
    Job.objects.update(state=JobState.CANCELLED)
    forget(Drawing.objects.filter(owner="person 2"))
    assert not JobFile.objects.exists()


def test_without_tensorflow_it_says_what_to_run_and_where(db, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    job = work_off(submit("finetune", {"dry_run": True}))
    assert job.state == JobState.FAILED
    assert "TensorFlow is missing on " in job.sentence
    assert "run make train there" in job.sentence


def test_impossible_numbers_are_refused_and_missing_ones_are_usual(db):
    with pytest.raises(BadArguments, match="seed: From 0 to 2,147,483,647"):
        submit("finetune", {"seed": -1})
    arguments = submit("finetune", {"since": "2026-11-23"}).arguments
    assert (arguments["steps"], arguments["dry_run"]) == (240, False)
    assert submit("finetune", json.loads(json.dumps(arguments))).arguments == arguments
