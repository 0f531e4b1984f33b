"""Backups of the release before are restored; and SQLite, from there and back."""

import os
import subprocess
import sys

from django.conf import settings

from tests.support.commands import command
from tests.support.databases import connected_to
from tests.support.old_release import DATA, restore_old, use

ON_SQLITE = """
import sys
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError
from recognizer.models import Drawing, Job
from tests.support.commands import command
from tests.support.databases import SETTLED, all_rows, connected_to
from tests.support.old_release import restore_old, use

folder = Path(sys.argv[1])
settings.JOB_QUEUE_DIR = folder / "queue"
restore_old(".sqlite3")
use()
command("backup", folder / "backups")
before = all_rows(without=SETTLED)
try:
    command("restore", folder / "backups")
except CommandError as error:
    assert "not empty: it has 11 drawings" in str(error), error
backup = next((folder / "backups").glob("*.sqlite3"))
with connected_to(folder / "other.sqlite3"):
    command("restore", folder / "backups")
    assert all_rows(without=SETTLED) == before
    for model in Drawing, Job, User:  # what is left is what migrate makes
        model.objects.all().delete()
    command("restore", folder / "backups")
    assert all_rows(without=SETTLED) == before
with connected_to(folder / "damaged.sqlite3"):
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.write_bytes(data)
    try:
        command("restore", folder / "backups")
    except CommandError as error:
        assert "is damaged: its SHA-256" in str(error), error
    assert not all_rows()
left = {path.name for path in folder.iterdir() if path.is_file()}
print(sorted(name for name in left if not name.endswith(("-wal", "-shm"))))
"""


def test_a_dump_of_postgresql_is_restored_and_answers(empty_database):
    with connected_to(empty_database):
        restore_old(".dump")
        use()


def test_it_is_backed_up_before_it_is_migrated(empty_database, tmp_path):
    with connected_to(empty_database):
        command("restore", DATA / "release-0.1.0.dump", "--without-checksum")
        command("backup", tmp_path)
        assert "can be restored" in command("backup", tmp_path, "--verify")


def test_a_file_of_sqlite_is_restored_answers_and_is_backed_up(tmp_path):
    url = {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    done = subprocess.run(
        [sys.executable, "-c", ON_SQLITE, tmp_path],
        env=os.environ | url | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = done.stdout.splitlines()[-1]
    assert files == "['damaged.sqlite3', 'other.sqlite3', 'site.sqlite3']"
