"""What was backed up on PostgreSQL comes back, row for row, or nothing changes."""

import os
import subprocess

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Backup, Drawing, JobFile, JobWorker, Lock, ModelFiles
from tests.support.commands import command
from tests.support.databases import SETTLED, all_rows, connected_to
from tests.support.drawings import SEVEN, png
from tests.support.jobs import do_next, work_off
from tests.support.numbers import side_by_side


@pytest.fixture
def site(empty_database, staff):
    """Two drawings, a label, an export with its file, and a job that is halfway.

    The label is a number, as is what was read and claimed.
    """
    for number, strokes in enumerate((SEVEN, side_by_side("42"))):
        drawing = recognise(png(strokes, pen=10), owner=f"visitor:{number}").drawing
    assert drawing.predictions.get().number == "42"
    keep_claim(drawing, "42")
    label_drawing(drawing, "42", by=staff)
    work_off(submit("export", {"format": "jsonl"}, by=staff))
    do_next(submit("rescore", {"version": "seed75"}))
    # Megabytes that every test would write and read again.
    ModelFiles._base_manager.update(litert=b"\0\xff\\", weights=bytes(range(256)))
    return empty_database


def test_every_row_comes_back(site, tmp_path):
    output = command("backup", tmp_path)
    before = all_rows(without=SETTLED)
    with connected_to(site):
        command("restore", tmp_path)
        assert all_rows(without=SETTLED) == before
        assert Drawing.objects.count() == 2
        assert JobFile.objects.exists()
    backup = Backup.objects.get()
    assert f"{tmp_path}/{backup.name}: " in output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        backup.name,
        f"{backup.name}.sha256",
    ]
    check = ["sha256sum", "--check", f"{backup.name}.sha256"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0


def test_what_confuses_is_settled(site, tmp_path):
    Session.objects.create(session_key="a", expire_date=timezone.now())
    JobWorker.objects.create(name="gone:1", seen_at=timezone.now())
    command("backup", tmp_path)  # which holds a lock meanwhile
    with connected_to(site):
        command("restore", tmp_path)
        assert not Session.objects.exists()
        assert not JobWorker.objects.exists()
        assert Lock.objects.get(name="backup").expires_at <= timezone.now()


def test_a_flipped_byte_is_noticed_before_anything_changes(site, tmp_path):
    command("backup", tmp_path)
    file = tmp_path / Backup.objects.get().name
    data = file.read_bytes()
    middle = len(data) // 2
    file.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    with connected_to(site):
        with pytest.raises(CommandError, match="is damaged: its SHA-256 is"):
            command("restore", file)
        assert not connection.introspection.table_names()
    file.with_name(f"{file.name}.sha256").unlink()
    file.write_bytes(data[:-100])
    with connected_to(site):
        with pytest.raises(CommandError, match=r"pg_restore: error: .*end of file"):
            command("restore", file, "--without-checksum")
        assert not connection.introspection.table_names()


def test_a_database_with_rows_stays_as_it_is(site, tmp_path):
    command("backup", tmp_path)
    with connected_to(site):
        command("restore", tmp_path)
        before = all_rows()
        with pytest.raises(CommandError, match="not empty: it has 2 drawings, 1 users"):
            command("restore", tmp_path)
        assert all_rows() == before


def test_nothing_half_remains(site, tmp_path, monkeypatch):
    """The disk is full, and then the server refuses."""
    full = tmp_path / "full"
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(CommandError, match="No space left on device"):
        command("backup", full)
    assert not list(full.iterdir())
    monkeypatch.undo()
    monkeypatch.setitem(connection.settings_dict, "USER", "nobody")
    with pytest.raises(CommandError, match=r'pg_dump: .* role "nobody" does not exist'):
        command("backup", full)
    assert not list(full.iterdir())
    assert not Backup.objects.exists()


def full_disk(file):
    raise OSError(28, os.strerror(28))
