"""The job that backs up does what the command does, or says why it cannot."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from recognizer.jobs import turns
from recognizer.jobs.schedules import arguments_of
from recognizer.jobs.submission import submit
from recognizer.locks import HeldLock
from recognizer.models import Backup, Job, JobState, ModelFiles
from recognizer.monitoring.row_numbers import last_backup
from tests.support.commands import command
from tests.support.databases import connected_to
from tests.support.jobs import work_off

NO_BACKUP = "There is no backup yet."


@pytest.fixture
def made(db):
    """A backup of three days ago."""
    return Backup.objects.create(
        name="digitsite-20261126T223000Z.dump",
        place="/var/backups/digitsite",
        made_at=timezone.now() - timedelta(days=3),
        took=timedelta(seconds=90),
        size=1 << 30,
        is_encrypted=True,
    )


def test_it_makes_one_in_which_it_does_not_go_on(empty_database, tmp_path, settings):
    settings.BACKUP_TO = str(tmp_path)
    ModelFiles._base_manager.update(litert=b"a", weights=b"b")
    job = work_off(submit("backup", arguments_of("backup")))
    backup = Backup.objects.get()
    assert job.sentence.startswith(f"{tmp_path}/{backup.name}: ")
    assert (tmp_path / backup.name).stat().st_size == job.counts["bytes"]
    with connected_to(empty_database):
        command("restore", tmp_path)
        restored = Job.objects.get(pk=job.pk)
        assert restored.state == JobState.CANCELLED
        assert "the site was restored from" in restored.sentence


def test_it_waits_for_one_whose_worker_died(
    empty_database, tmp_path, settings, monkeypatch
):
    settings.BACKUP_TO = str(tmp_path)
    ModelFiles._base_manager.update(litert=b"a", weights=b"b")
    lock = HeldLock("backup")
    clock = SimpleNamespace(sleep=lambda seconds: lock.release())
    monkeypatch.setattr(turns, "time", clock)
    job = work_off(submit("backup", {}))
    assert job.state == JobState.DONE


@pytest.mark.django_db
def test_it_says_what_is_missing(settings, monkeypatch):
    job = work_off(submit("backup", {}))
    assert job.state == JobState.FAILED
    assert job.sentence == "Nobody has said where to: set BACKUP_TO."


@pytest.mark.django_db
def test_the_index_warns_whoever_may_see_backups(admin, made, settings):
    assert "backup is" not in admin.get("/admin/").content.decode()
    settings.BACKUP_TO = made.place
    page = admin.get("/admin/").content.decode()
    assert "The last backup is 3.0 days old." in page
    assert "/admin/recognizer/job/start/backup/" in page
    made.delete()
    assert NO_BACKUP in admin.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_reviewer_is_not_warned(django_user_model, settings):
    settings.BACKUP_TO = "/var/backups/digitsite"
    client = Client()
    client.force_login(django_user_model.objects.create_user("anna", is_staff=True))
    assert NO_BACKUP not in client.get("/admin/").content.decode()


def test_staff_see_them(admin, made):
    page = admin.get("/admin/recognizer/backup/").content.decode()
    for words in (made.name, "3.0 days", "1.0\N{NO-BREAK SPACE}GB", made.place):
        assert words.replace("\xa0", " ") in page.replace("\xa0", " ")
    assert admin.get(f"/admin/recognizer/backup/{made.pk}/change/").status_code == 200


def test_a_metric_tells_when_the_last_one_was_made(made):
    assert last_backup().samples[0].value == made.made_at.timestamp()
    made.delete()
    assert not last_backup().samples
