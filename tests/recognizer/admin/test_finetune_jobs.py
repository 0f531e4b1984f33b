"""Staff fine-tune from the admin: dry run, fine-tune, promote; and evaluate."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.jobs.submission import submit
from recognizer.models import Job, JobState
from tests.support.jobs import evaluate_on_few_tiles, work_off
from tests.support.trained import train_at_once

pytestmark = pytest.mark.django_db
JOBS = "/admin/recognizer/job/"
QUICK = {"trust_far": "on", "holdout": "0.3"}


def page_of(client, job):
    return client.get(f"{JOBS}{job.pk}/change/").content.decode()


def started(client, url, form):
    """Send the form; returns the job that it starts, done."""
    assert client.post(url, form).status_code == 302
    return work_off(Job.objects.latest("created_at"))


def hidden_fields(page):
    pattern = r'<input type="hidden" form="act" name="(\w+)" value="([^"]*)"'
    return dict(re.findall(pattern, page))


def test_from_a_dry_run_to_the_promotion(admin, people, monkeypatch):
    train_at_once(monkeypatch)
    start = f"{JOBS}start/finetune/"
    versions = admin.get("/admin/recognizer/modelversion/").content.decode()
    assert f'<a href="{start}">Fine-tune on corrections</a>' in versions
    dry_run = started(admin, start, QUICK | {"dry_run": "on"})
    page = page_of(admin, dry_run)
    train, held_out = dry_run.counts["train"], dry_run.counts["held_out"]
    digits = [f"<td>{n}</td>" for n in (train, train, held_out, held_out)]
    assert f'<th scope="row">7</th>{"".join(digits)}' in page
    assert f'formaction="{start}"' in page
    job = started(admin, start, hidden_fields(page))
    same = {"dry_run", "promote"}
    assert {k: v for k, v in job.arguments.items() if k not in same} == {
        k: v for k, v in dry_run.arguments.items() if k not in same
    }
    assert job.state == JobState.DONE, job.sentence
    promote = f"/admin/recognizer/modelversion/{job.version_id}/promote/"
    assert promote in page_of(admin, job)
    followed = admin.get(f"{JOBS}{job.pk}/follow/").json()["parts"]["outcome"]
    assert promote in followed


def test_a_dry_run_that_finds_too_few_offers_no_fine_tune(admin, base, monkeypatch):
    train_at_once(monkeypatch)
    page = page_of(admin, work_off(submit("finetune", {"dry_run": True})))
    assert "Nothing can be trained: 0 labelled drawings" in page
    assert ">Fine-tune</button>" not in page


def test_who_may_not_promote_is_not_asked_whether_to(people, other, monkeypatch):
    train_at_once(monkeypatch)
    names = ("run_finetune", "view_job")
    other.user_permissions.set(Permission.objects.filter(codename__in=names))
    other.is_staff = True
    other.save()
    client = Client()
    client.force_login(other)
    page = page_of(client, work_off(submit("finetune", QUICK | {"dry_run": True})))
    assert ">Fine-tune</button>" in page
    assert "Promote the new version" not in page


def test_an_evaluation_is_readable_on_its_page(admin, wrong, monkeypatch):
    evaluate_on_few_tiles(monkeypatch)
    page = page_of(admin, work_off(submit("evaluate", {"version": "base"})))
    for part in ("Fixed hold-out", "Labelled drawings", "Labels and answers"):
        assert part in page
    assert "Expected calibration error" in page
