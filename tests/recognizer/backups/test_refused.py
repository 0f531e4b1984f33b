"""What is no backup of ours, or not for this release, is refused in a sentence."""

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from recognizer.backups.errors import BackupError
from recognizer.backups.verifying import find, refuse_later, verify
from recognizer.models import ModelFiles
from tests.support.commands import command
from tests.support.databases import connected_to
from tests.support.old_release import DATA

Row = MigrationRecorder.Migration


def test_of_a_later_release(empty_database, tmp_path):
    ModelFiles._base_manager.update(litert=b"a", weights=b"b")
    later = Row.objects.create(app="recognizer", name="9999_later")
    command("backup", tmp_path)
    later.delete()
    why = r"later .* no recognizer\.9999_later"
    with connected_to(empty_database), pytest.raises(CommandError, match=why):
        command("restore", tmp_path)


def test_where_the_address_past_a_pooler_names_another(
    empty_database, tmp_path, settings
):
    settings.BACKUP_DATABASE = {**connection.settings_dict}
    command("backup", tmp_path)
    why = "BACKUP_DATABASE_URL names another database than DATABASE_URL"
    with connected_to(empty_database):
        with pytest.raises(CommandError, match=why):
            command("restore", tmp_path)
        assert not connection.introspection.table_names()
    settings.BACKUP_DATABASE["NAME"] = empty_database
    with pytest.raises(CommandError, match=why):
        command("backup", tmp_path)
    settings.BACKUP_DATABASE["USER"] = "nobody"
    with pytest.raises(CommandError, match=r'BACKUP_DATABASE_URL: .*"nobody"'):
        command("backup", tmp_path)


def test_of_a_database_without_a_site(empty_database, tmp_path):
    with connected_to(empty_database), pytest.raises(CommandError, match="no site yet"):
        command("backup", tmp_path)


def test_of_an_app_that_is_no_more_is_taken():
    refuse_later({("gone", "0001_initial"), ("recognizer", "0001_initial")})


def test_without_a_checksum():
    source = find(str(DATA / "release-0.1.0.dump"))
    with pytest.raises(BackupError, match=r"There is no .*\.sha256.*without-checksum"):
        verify(source, "")


@pytest.mark.parametrize(
    ("name", "why"),
    [("seven.png", "It is no backup"), ("release-0.1.0.sqlite3", "It is of SQLite")],
)
def test_of_something_else(db, name, why):
    with pytest.raises(BackupError, match=why):
        verify(find(str(DATA / name)), "", without_checksum=True)


@pytest.mark.parametrize("address", ["S3://bucket/prefix", "s3:/bucket", "file:///a"])
def test_of_a_place_that_is_misspelt(address):
    with pytest.raises(BackupError, match="is neither a folder nor s3://"):
        find(address)


def test_where_there_is_none(tmp_path):
    assert "holds no backup" in command("backup", tmp_path, "--list")
    with pytest.raises(BackupError, match="holds no backup that is whole"):
        find(str(tmp_path))
    missing = find(f"{tmp_path}/digitsite-20261126T223000Z.dump")
    with pytest.raises(BackupError, match="There is no"):
        verify(missing, "", without_checksum=True)
