"""Staff fine-tune from the admin: dry run, fine-tune, promote; and evaluate."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.drawings.recognition import recognise
from recognizer.finetuning.selection import NO_FIT
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Job, JobState
from tests.support.drawings import png
from tests.support.jobs import evaluate_on_few_tiles, work_off
from tests.support.numbers import side_by_side
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


def test_a_dry_run_counts_digits_of_numbers_and_links_what_does_not_fit(
    admin, people, staff, monkeypatch
):
    train_at_once(monkeypatch)
    for person in range(12):
        picture = png(side_by_side("42"), page=(900, 400), pen=8 + person)
        drawing = recognise(picture, owner=f"person {person}").drawing
        label_drawing(drawing, "42" if person else "9999", by=staff)
    asked = QUICK | {"dry_run": True, "numbers_share": 100}
    page = page_of(admin, work_off(submit("finetune", asked)))
    counted = r"(\d+) digits of (\d+) numbers? would train, (\d+) digits of (\d+) would"
    train_parts, train, parts, held_out = map(int, re.search(counted, page).groups())
    assert (train_parts, parts, train + held_out) == (2 * train, 2 * held_out, 11)
    no_fit = Drawing.objects.get(label_number="9999")
    assert f"<summary><strong>1</strong> {NO_FIT}</summary>" in page
    assert f'/admin/recognizer/drawing/{no_fit.pk}/change/">{no_fit.pk}</a>' in page
    assert '<input type="hidden" form="act" name="numbers_share" value="100.0">' in page


def test_a_fine_tune_takes_no_numbers_where_its_dry_run_took_none(
    admin, people, monkeypatch
):
    train_at_once(monkeypatch)
    none = {"dry_run": True, "numbers_share": 0, "min_labels": 0}
    fields = hidden_fields(page_of(admin, work_off(submit("finetune", QUICK | none))))
    assert (float(fields["numbers_share"]), int(fields["min_labels"])) == (0, 0)


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
