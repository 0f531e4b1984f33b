"""Staff download what a job has written, if they may see drawings."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from recognizer.jobs.files import write_file
from recognizer.models import Job, JobState

pytestmark = pytest.mark.django_db
JOBS = "/admin/recognizer/job/"


@pytest.fixture
def job(db):
    """An export that is done, with a file and one that is its own."""
    job = Job.objects.create(
        kind="export",
        queue="serve",
        state=JobState.DONE,
        finished_at="2026-11-26T12:00Z",
        arguments=dict.fromkeys(
            ("since", "until", "answered_by", "once", "digits_only", "names")
        )
        | {"format": "idx"},
    )
    write_file(job, ".records-1", [b"secret"])
    write_file(job, "labels.zip", [b"1234", b"56"])
    return job


def address(job, name="labels.zip"):
    return f"{JOBS}{job.pk}/files/{job.files.get(name=name).pk}/"


def test_the_jobs_page_links_its_file(admin, job):
    page = admin.get(f"{JOBS}{job.pk}/change/").content.decode()
    assert address(job) in page
    assert ".records-1" not in page
    response = admin.get(address(job))
    assert response.getvalue() == b"123456"
    assert response["Content-Length"] == "6"
    assert response["Content-Disposition"] == 'attachment; filename="labels.zip"'


def test_a_name_of_any_characters_stays_one(admin, job):
    write_file(job, name := 'ü"; b.html', [b"1"])
    header = admin.get(address(job, name))["Content-Disposition"]
    assert header == "attachment; filename*=utf-8''%C3%BC%22%3B%20b.html"


def test_what_is_the_jobs_own_is_no_download(admin, job):
    assert admin.get(address(job, ".records-1")).status_code == 404


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (("view_job", "run_export", "view_drawing"), 200),
        (("view_job", "run_export"), 403),
        (("view_job", "view_drawing"), 404),
    ],
)
def test_it_takes_both_permissions(job, django_user_model, names, status):
    user = django_user_model.objects.create_user("anna", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    assert client.get(address(job)).status_code == status
