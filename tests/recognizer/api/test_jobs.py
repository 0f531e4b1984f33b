"""A job's state by the API: the same as on its page, for whoever may see it."""

import json

import pytest
from django.contrib.auth.models import Group
from rest_framework.utils.encoders import JSONEncoder

from recognizer.jobs.submission import submit
from recognizer.jobs.summary import summarize
from recognizer.models import Scope
from tests.support.jobs import count_with, do_next, work_off
from tests.support.keys import client_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def job(monkeypatch, staff):
    count_with(monkeypatch)
    return submit("count", {"chunks": 2}, by=staff, why="to see")


def ask(client, job, **headers):
    return client.get(f"/api/v1/jobs/{job.pk}/", headers=headers)


def test_a_key_sees_how_a_job_stands(job):
    client, _ = client_with(Scope.JOBS)
    for _ in range(2):
        do_next(job)
    shown = ask(client, job).json()
    assert (shown["state"], shown["by"], shown["why"]) == ("running", "staff", "to see")
    progress = shown["progress"]
    assert (progress["done"], progress["of"], progress["unit"]) == (5, 10, "numbers")
    work_off(job)
    assert ask(client, job).json()["sentence"] == "Counted 10."


def test_what_has_not_changed_is_not_sent_again(job):
    client, _ = client_with(Scope.JOBS)
    tag = ask(client, job)["ETag"]
    assert ask(client, job, **{"If-None-Match": tag}).status_code == 304


def test_staff_see_jobs_of_their_kinds(client, django_user_model, job):
    rescore = submit("rescore", {"version": "base"})
    anna = django_user_model.objects.create_user("anna", is_staff=True)
    client.force_login(anna)
    assert ask(client, rescore).status_code == 403
    anna.groups.add(Group.objects.get(name="Reviewer"))
    assert ask(client, rescore).status_code == 404
    anna.groups.add(Group.objects.get(name="Operator"))
    assert ask(client, rescore).json()["title"] == "Rescore"


def test_nobody_else_sees_it(api, job):
    assert ask(api, job).status_code == 401
    other, _ = client_with(Scope.READ)
    assert ask(other, job).status_code == 403


def test_it_is_what_the_page_and_the_command_show(job):
    client, _ = client_with(Scope.JOBS)
    shown = json.loads(json.dumps(summarize(job), cls=JSONEncoder))
    assert ask(client, job).json() == shown
