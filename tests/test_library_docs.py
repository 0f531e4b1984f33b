"""What docs/library.md shows runs, and says what it says there."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.support.drawings import DIGITS, png

ROOT = Path.cwd()
BLOCKS = [
    textwrap.dedent(block)
    for block in re.findall(
        r"(?:^    .*\n)+", Path("docs/library.md").read_text(), re.MULTILINE
    )
]


@pytest.fixture
def shell(tmp_path):
    """Runs a program in a folder that has the pictures which the page names."""
    (tmp_path / "seven.png").write_bytes(png(DIGITS[7]))
    (tmp_path / "drawings").mkdir()
    for digit in (3, 8):
        (tmp_path / "drawings" / f"{digit}.png").write_bytes(png(DIGITS[digit]))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}

    def run(*command):
        how = {"cwd": tmp_path, "env": environment, "text": True, "check": True}
        return subprocess.run(command, stdout=subprocess.PIPE, **how).stdout

    return run


def test_the_python_runs(shell):
    three_lines, errors = [block for block in BLOCKS if block.startswith("from ")]
    assert len(three_lines.splitlines()) == 3
    assert shell("python", "-c", three_lines) == "Seven\n"
    assert shell("python", "-c", errors).startswith("This is not a picture")


def test_the_commands_run(shell, tmp_path):
    (commands,) = [block for block in BLOCKS if block.startswith("python -m ml.read")]
    printed = shell("bash", "-euo", "pipefail", "-c", commands).splitlines()
    shown = commands.splitlines()[0].partition("# ")[2]
    assert without_figures(printed[0]) == without_figures(shown)
    assert '"drawings/3.png", "digit": 3' in "".join(printed)
    assert printed[-1].startswith("Seven ")
    names = [line.split()[-1] for line in (tmp_path / "answers.txt").open()]
    assert names == ["drawings/3.png", "drawings/8.png"]
    assert (tmp_path / "answers.csv").read_text().count(",Eight,") == 1


def without_figures(line):
    return re.sub(r"\d", "#", line)
