"""Whoever has the identity, and nobody else, restores what is encrypted."""

import subprocess

import pytest
from django.core.management import CommandError

from recognizer.drawings.recognition import recognise
from recognizer.models import Backup, Drawing, ModelFiles
from tests.support.commands import command
from tests.support.databases import connected_to
from tests.support.drawings import SEVEN, png


@pytest.fixture
def site(empty_database):
    recognise(png(SEVEN))
    ModelFiles._base_manager.update(litert=b"a", weights=b"b")
    return empty_database


def test_an_age_identity_restores_from_a_bucket(site, age_key, bucket, settings):
    settings.BACKUP_RECIPIENT, identity = age_key
    settings.BACKUP_TO = "s3://backups/nightly"
    command("backup")
    backup = Backup.objects.get()
    assert backup.is_encrypted
    key = f"nightly/{backup.name}"
    data = bucket.get_object(Bucket="backups", Key=key)["Body"].read()
    assert data.startswith(b"age-encryption.org/v1")
    assert len(data) == backup.size
    assert "name --identity" in command("backup", "--verify")
    with connected_to(site):
        with pytest.raises(CommandError, match="is encrypted: name the file"):
            command("restore", "s3://backups/nightly")
        command("restore", "s3://backups/nightly", identity=str(identity))
        assert Drawing.objects.count() == 1


def test_another_identity_restores_nothing(site, age_key, tmp_path, settings):
    settings.BACKUP_RECIPIENT, _ = age_key
    command("backup", tmp_path)
    other = tmp_path / "other"
    subprocess.run(["age-keygen", "-o", other], check=True, capture_output=True)
    with connected_to(site), pytest.raises(CommandError, match=r"^age: .*identit"):
        command("restore", tmp_path, identity=str(other))


def test_a_gpg_key_restores(site, gpg_key, tmp_path, settings):
    settings.BACKUP_RECIPIENT = gpg_key
    command("backup", tmp_path)
    assert next(tmp_path.glob("*.dump.gpg"))
    assert "it is whole" in command("backup", tmp_path, "--verify")
    with connected_to(site):
        command("restore", tmp_path)
        assert Drawing.objects.count() == 1


def test_a_recipient_that_nobody_knows_leaves_nothing(
    site, gpg_key, tmp_path, settings
):
    settings.BACKUP_RECIPIENT = "nobody@digits.example"
    with pytest.raises(CommandError, match=r"^gpg: nobody@digits.example: skipped"):
        command("backup", tmp_path)
    assert not list(tmp_path.iterdir())
