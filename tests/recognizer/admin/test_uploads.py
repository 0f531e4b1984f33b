"""Large files come in parts, each checked; sending goes on where it ended."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from recognizer.jobs.uploads import delete_unused
from recognizer.models import Job, JobFile, JobFilePart

pytestmark = [pytest.mark.database, pytest.mark.django_db]
URL = "/admin/recognizer/jobfile/uploads/"
FILE = b"0123456789"  # three parts of four bytes


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("recognizer.jobs.uploads.PART", 4)


def post(client, url, **values):
    return client.post(url, json.dumps(values), content_type="application/json")


def begin(client, size=10):
    return post(client, URL, name="a.zip", size=size)


def put(client, pk, number, data, digest=None):
    digest = digest or hashlib.sha256(data).hexdigest()
    url = f"{URL}{pk}/{number}/"
    return client.put(
        url, data, "application/octet-stream", headers={"X-SHA256": digest}
    )


def complete(client, pk, data=FILE):
    parts = (data[start : start + 4] for start in range(0, len(data), 4))
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return post(
        client, f"{URL}{pk}/complete/", sha256=hashlib.sha256(digests).hexdigest()
    )


def detail(response):
    return response.status_code, response.json()["detail"]


def test_a_file_goes_on_where_it_ended(admin):
    pk = begin(admin).json()["id"]
    assert put(admin, pk, 0, FILE[:4]).status_code == 200
    assert detail(complete(admin, pk)) == (400, "Parts of the file are missing.")
    again = begin(admin).json()
    assert (again["id"], [*again["parts"]]) == (pk, ["0"])
    put(admin, pk, 2, FILE[8:])
    put(admin, pk, 1, FILE[4:8])
    assert complete(admin, pk).json()["whole"]
    assert (
        b"".join(map(bytes, JobFilePart.objects.values_list("data", flat=True))) == FILE
    )
    assert admin.get(URL).json()["files"] == [
        {"id": pk, "name": "a.zip", "size": 10, "whole": True}
    ]


def test_a_part_that_comes_damaged_is_not_kept(admin):
    pk = begin(admin).json()["id"]
    digest = hashlib.sha256(b"0123").hexdigest()
    assert detail(put(admin, pk, 0, b"012x", digest)) == (400, "The part came damaged.")
    assert put(admin, pk, 3, b"0123").status_code == 400
    assert not JobFilePart.objects.exists()


def test_parts_of_two_files_of_one_name_make_no_file(admin):
    pk = begin(admin).json()["id"]
    for number, part in enumerate((b"0123", b"abcd", b"89")):
        put(admin, pk, number, part)
    assert "not the file" in complete(admin, pk).json()["detail"]


def test_all_of_somebodys_files_together_have_a_limit(admin, settings):
    settings.MAX_IMPORT_BYTES = 15
    begin(admin)
    status, words = detail(begin(admin, size=6))
    assert (status, words[:10]) == (400, "Too large:")
    assert "MAX_IMPORT_BYTES" in words


@pytest.mark.parametrize("body", ["", "[]", '{"name": "a", "size": 1e999}', "[" * 9999])
def test_what_cannot_be_read_is_refused(admin, body):
    answer = admin.post(URL, body, content_type="application/json")
    assert detail(answer) == (400, "This cannot be read.")


def test_a_full_database_is_said_so(admin, monkeypatch):
    def is_full(*_):
        raise OperationalError("could not extend file: No space left on device")

    pk = begin(admin).json()["id"]
    monkeypatch.setattr("recognizer.jobs.uploads.keep_part", is_full)
    status, words = detail(put(admin, pk, 0, FILE[:4]))
    assert (status, "disk or database is full" in words) == (507, True)


def test_only_who_may_import_sends_files_and_only_their_own(admin, django_user_model):
    pk = begin(admin).json()["id"]
    user = django_user_model.objects.create_user("anna", is_staff=True)
    client = Client()
    client.force_login(user)
    for codename in ("run_import", "change_drawing"):
        assert begin(client).status_code == 403
        user.user_permissions.add(Permission.objects.get(codename=codename))
    assert begin(client).status_code == 200
    assert put(client, pk, 0, FILE[:4]).status_code == 404
    assert post(client, f"{URL}{pk}/remove/").status_code == 404
    assert post(admin, f"{URL}{pk}/remove/").status_code == 200


def test_what_is_not_used_goes_after_a_day(staff):
    old = timezone.now() - timedelta(days=2)
    failed = Job.objects.create(kind="import", state="failed", finished_at=old)
    running = Job.objects.create(kind="import", state="running")
    export = Job.objects.create(kind="export", state="done", finished_at=old)
    for name, job in (("failed", failed), ("running", running), ("export", export)):
        JobFile.objects.create(name=name, job=job, created_at=old)
    JobFile.objects.create(name="unused", by=staff, created_at=old)
    JobFile.objects.create(name="new", by=staff)
    awaited = JobFile.objects.create(name="awaited", by=staff, created_at=old)
    again = JobFile.objects.create(name="again", by=staff, job=failed, created_at=old)
    texts = [f"{file.pk}:{file.name}" for file in (awaited, again)]
    Job.objects.create(kind="import", state="waiting", arguments={"uploads": texts})
    delete_unused()
    names = JobFile.objects.order_by("name").values_list("name", flat=True)
    assert [*names] == ["again", "awaited", "export", "new", "running"]
