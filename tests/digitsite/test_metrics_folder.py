"""The folder by which the workers of one gunicorn count together."""

import os
import subprocess
import sys

import pytest

from digitsite.metrics_folder import VARIABLE, open_folder, remove_folder


@pytest.fixture(autouse=True)
def before_gunicorn(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")


def test_it_belongs_to_the_process_and_is_empty(tmp_path):
    own = tmp_path / str(os.getpid())
    own.mkdir()
    (own / "counter_7.db").touch()  # of a process that had the same number
    open_folder(tmp_path)
    assert os.environ[VARIABLE] == str(own)
    assert list(own.iterdir()) == []


def test_who_has_ended_leaves_nothing_and_who_runs_keeps_it(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / str(process)).mkdir()
    open_folder(tmp_path)
    assert {int(folder.name) for folder in tmp_path.iterdir()} == {
        os.getpid(),
        os.getppid(),
    }


def test_settings_that_are_read_again_leave_it_as_it_is(tmp_path):
    open_folder(tmp_path)
    counts = tmp_path / str(os.getpid()) / "counter_7.db"
    counts.touch()
    open_folder(tmp_path)
    assert counts.exists()
    remove_folder()
    assert not counts.parent.exists()
