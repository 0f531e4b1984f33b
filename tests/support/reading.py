"""python -m ml.read in a process of its own, and a folder of pictures for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.drawings import DIGITS, png

ROOT = Path.cwd()
COMMAND = [sys.executable, "-m", "ml.read"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def picture_folder(tmp_path, monkeypatch):
    """Pictures of 1, 3, 7 and 8 in folders, and what is none."""
    (tmp_path / "b").mkdir()
    files = {"a.png": 1, "b/three.PNG": 3, "b/seven of mine.png": 7, "c.png": 8}
    for name, digit in files.items():
        (tmp_path / name).write_bytes(png(DIGITS[digit]))
    (tmp_path / "notes.txt").write_text("not a picture")
    shutil.copy(tmp_path / "a.png", tmp_path / ".hidden.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*argv, **how):
    """Run the command; what it gets and gives is bytes."""
    command = [*COMMAND, *argv]
    return subprocess.run(
        command, env=ENVIRONMENT, capture_output=True, check=False, **how
    )


def rows(capsys):
    """The JSON lines that were printed."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
