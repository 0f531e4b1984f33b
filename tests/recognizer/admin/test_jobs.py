"""Staff start jobs, follow them, cancel them and start them again, by permission."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from recognizer.jobs.kinds import KINDS
from recognizer.jobs.submission import submit
from recognizer.models import Job, JobLine, JobState, JobWorker
from tests.support.jobs import count_with, do_next, work_off

pytestmark = pytest.mark.django_db
JOBS = "/admin/recognizer/job/"


@pytest.fixture
def job(monkeypatch, staff):
    count_with(monkeypatch)
    return submit("count", {"chunks": 2}, by=staff)


def page_of(client, job):
    return client.get(f"{JOBS}{job.pk}/change/").content.decode()


def follow(client, job, after=0, **headers):
    return client.get(f"{JOBS}{job.pk}/follow/?after={after}", headers=headers)


def member_of(name, django_user_model):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


def test_the_list_says_what_each_job_does_and_how_far_it_is(admin, job):
    do_next(job)
    do_next(job)
    listed = admin.get(JOBS).content.decode()
    assert "Count in 2 chunks" in listed
    assert "50 %" in listed
    other = admin.get(f"{JOBS}?kind=rescore&state=waiting").content.decode()
    assert "Count in 2 chunks" not in other


def test_a_job_from_before_its_form_had_all_fields_is_shown(admin):
    arguments = {"version": "base", "format": "idx", "older_than": 900}
    arguments["uploads"] = ["7:a.zip"]
    for kind in KINDS:
        old = Job.objects.create(kind=kind, queue="serve", arguments=arguments)
        assert follow(admin, old).status_code == 200
    assert admin.get(JOBS).status_code == 200


def test_a_job_is_started_by_its_kinds_form(admin, job):
    form = {"chunks": 3, "why": "to see"}
    started = admin.post(f"{JOBS}start/count/", form, follow=True)
    newest = Job.objects.latest("created_at")
    assert newest.arguments == {"chunks": 3}
    assert (newest.why, newest.by.username) == ("to see", "staff")
    assert started.redirect_chain[-1][0] == f"{JOBS}{newest.pk}/change/"


def test_what_a_form_refuses_starts_nothing(admin, job):
    answer = admin.post(f"{JOBS}start/count/", {"chunks": 101})
    assert "less than or equal to 100" in answer.content.decode()
    assert Job.objects.count() == 1


def test_a_link_fills_the_form_in(admin, base):
    shown = admin.get(f"{JOBS}start/rescore/?version=base").content.decode()
    assert '<option value="base" selected>' in shown


def test_the_page_follows_the_job(admin, job):
    assert "Finding out" not in follow(admin, job).json()["parts"]["state"]
    do_next(job)
    do_next(job)
    JobLine.objects.create(job=job, text="Five <counted>.")
    state = follow(admin, job).json()
    assert "5 of 10 numbers" in state["parts"]["progress"]
    assert "Five &lt;counted&gt;." in state["lines"]
    assert "Cancel" in state["parts"]["actions"]
    after = follow(admin, job, state["last_line"]).json()
    assert (after["lines"].strip(), after["last_line"]) == ("", None)
    work_off(job)
    state = follow(admin, job).json()
    assert state["has_ended"]
    assert "Counted 10." in state["parts"]["state"]
    assert "Run again" in state["parts"]["actions"]


def test_what_has_not_changed_is_not_sent_again(admin, job):
    tag = follow(admin, job)["ETag"]
    assert follow(admin, job, **{"If-None-Match": tag}).status_code == 304
    do_next(job)
    assert follow(admin, job, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 5000])
def test_lines_after_no_line_are_all_lines(admin, job, after):
    JobLine.objects.create(job=job, text="Five.")
    assert "Five." in follow(admin, job, after).json()["lines"]


def test_a_job_without_a_worker_says_how_to_start_one(admin, job):
    assert "No worker is there" in page_of(admin, job)
    now = timezone.now()
    worker = JobWorker.objects.create(name="a:1", queues=["serve"], seen_at=now)
    assert "No worker is there" not in page_of(admin, job)
    JobWorker.objects.filter(pk=worker.pk).update(queues=["train"])
    assert "celery -A digitsite.celery_app worker" in page_of(admin, job)


def test_who_does_a_chunk_and_which_failed_is_shown(admin, monkeypatch):
    def fail(run):
        if run.number == 1:
            raise ValueError("no one")

    count_with(monkeypatch, fail)
    job = submit("count", {"chunks": 2})
    do_next(job)
    do_next(job)
    shown = page_of(admin, job)
    assert "Chunk 1, 1 time, tried again: ValueError: no one" in shown
    work_off(job)
    assert "Chunk 1, 3 times, given up" in page_of(admin, job)


def test_a_job_is_cancelled_and_run_again(admin, job):
    admin.post(f"{JOBS}{job.pk}/cancel/")
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.CANCELLED, "Cancelled by staff.")
    admin.post(f"{JOBS}{job.pk}/again/")
    assert Job.objects.latest("created_at").again_of == job
    assert admin.get(f"{JOBS}{job.pk}/cancel/").status_code == 405


def test_reviewers_see_and_start_their_kinds_alone(django_user_model, job):
    rescore = submit("rescore", {"version": "base"})
    reviewer = member_of("Reviewer", django_user_model)
    assert reviewer.get(f"{JOBS}start/rescore/").status_code == 403
    assert follow(reviewer, rescore).status_code == 404
    assert reviewer.post(f"{JOBS}{rescore.pk}/cancel/").status_code == 404
    assert "Ask base" not in reviewer.get(JOBS).content.decode()


def test_operators_see_and_start_each_kind(django_user_model):
    rescore = submit("rescore", {"version": "base"})
    operator = member_of("Operator", django_user_model)
    assert "Ask base" in operator.get(JOBS).content.decode()
    assert follow(operator, rescore).status_code == 200
    assert f"{JOBS}start/rescore/" in operator.get(JOBS).content.decode()


def test_the_index_tells_of_jobs_until_they_are_looked_at(admin, job):
    def index():
        return admin.get("/admin/").content.decode()

    assert "waiting" in index()
    work_off(job)
    assert "Counted 10." in index()
    page_of(admin, job)
    assert "Counted 10." not in index()


def test_what_is_no_job_is_sent_home(admin):
    assert admin.get(f"{JOBS}7/change/").status_code == 302
