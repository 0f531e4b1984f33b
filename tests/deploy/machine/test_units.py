"""systemd's units: what systemd itself says of them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.programs import need_program

UNITS = settings.BASE_DIR / "deploy" / "machine" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
GUIDE = settings.BASE_DIR / "docs" / "deploy" / "machine.md"


@pytest.fixture(scope="module")
def analyze(tmp_path_factory):
    """systemd-analyze of the units, with the programs of this environment."""
    need_program("systemd-analyze", "systemd")
    folder = tmp_path_factory.mktemp("units")
    for unit in UNITS.glob("digitsite*.*"):
        programs = str(Path(sys.executable).parent)
        text = unit.read_text().replace("/opt/digitsite/current/.venv/bin", programs)
        (folder / unit.name).write_text(text)
    for name in ("digitsite", "digitsite-"):  # as install.sh does
        (folder / f"{name}.service.d").mkdir()
        shutil.copy(UNITS / "hardening.conf", folder / f"{name}.service.d")

    def run(*arguments):
        done = subprocess.run(
            ["systemd-analyze", *arguments],
            env=os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}:"},
            capture_output=True,
            text=True,
            cwd=folder,
        )
        return done.stdout + done.stderr

    return run


def test_systemd_finds_no_fault_with_them(analyze):
    units = [path.name for path in UNITS.glob("digitsite*.*")]
    complaints = analyze("verify", "--man=no", *units)
    assert "digitsite" not in complaints, complaints


@pytest.mark.parametrize("service", SERVICES)
def test_they_are_exposed_no_more_than_the_guide_says(analyze, service):
    output = analyze("security", "--offline=true", "--no-pager", service)
    [exposure] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", output)
    [promised] = re.findall(r"an exposure of ([\d.]+)", GUIDE.read_text())
    assert float(exposure) <= float(promised)
