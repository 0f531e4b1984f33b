"""The admin lists backups, and offers to make one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from recognizer.models import Backup

PAGE = reverse("admin:recognizer_backup_changelist")
BACK_UP = reverse("admin:recognizer_job_start", args=["backup"])


@pytest.fixture
def backup(db):
    made_at = timezone.now() - timedelta(hours=3)
    columns = {"place": "/var/backups", "size": 13_012_992, "is_encrypted": False}
    took = timedelta(seconds=2, microseconds=415_949)
    return Backup.objects.create(
        name="digits.dump", made_at=made_at, took=took, **columns
    )


def test_a_backup_is_shown_with_its_age_size_and_time(admin, backup):
    page = admin.get(PAGE).content.decode()
    for text in ("digits.dump", "3.0 h", "12.4 MB", "2 s", "/var/backups"):
        assert f">{text}<" in page


def test_who_may_make_backups_is_offered_to(admin, client, django_user_model):
    assert BACK_UP in admin.get(PAGE).content.decode()
    anna = django_user_model.objects.create_user("anna", is_staff=True)
    anna.user_permissions.add(Permission.objects.get(codename="view_backup"))
    client.force_login(anna)
    assert BACK_UP not in client.get(PAGE).content.decode()
