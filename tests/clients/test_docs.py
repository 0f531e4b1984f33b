"""What docs/api.md shows of the clients runs as pasted."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from recognizer.models import Drawing
from tests.support.drawings import DIGITS, png

CLIENTS = (
    Path("docs/api.md").read_text().partition("## Clients")[2].partition("\n## ")[0]
)
PYTHON, COMMAND, JAVASCRIPT = [
    textwrap.dedent(block)
    for block in re.findall(r"(?:^(?:    .*)?\n)+", CLIENTS, re.MULTILINE)
    if block.strip()
]
BIN = Path(sys.executable).parent
PRINTED = """Seven 7
Seven
One
This is not a picture that we can read.
"""


@pytest.fixture
def run(site, tmp_path):
    """Run a command in a folder with the clients and the pictures that it names."""
    for file in ("python/digitsite_client.py", "javascript/digitsite-client.js"):
        shutil.copy(Path("clients") / file, tmp_path)
    (tmp_path / "seven.png").write_bytes(png())
    (tmp_path / "one.png").write_bytes(png(DIGITS[1]))
    (tmp_path / "notes.txt").write_text("seven")
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}

    def run(command, program=""):
        return subprocess.run(
            command,
            input=program.replace("http://127.0.0.1:8000", site),
            stdout=subprocess.PIPE,
            cwd=tmp_path,
            env=environment,
            text=True,
            check=True,
        ).stdout

    return run


def test_the_python_runs(run):
    assert run(["python", "-"], PYTHON) == PRINTED
    assert not Drawing.objects.exists()


def test_the_command_runs(run):
    assert re.fullmatch(
        r"seven.png: Seven, [\d.]+% sure\none.png: One, [\d.]+% sure\n",
        run(["sh", "-e"], COMMAND),
    )


@pytest.mark.parametrize(
    "program", ["deno run --quiet -A -", "node --input-type=module"]
)
def test_the_javascript_runs(run, program):
    if not shutil.which(program.split()[0], path=f"{BIN}:{os.environ['PATH']}"):
        pytest.skip("No Node.")
    assert run(program.split(), JAVASCRIPT) == PRINTED
    assert not Drawing.objects.exists()
