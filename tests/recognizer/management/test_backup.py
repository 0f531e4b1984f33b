"""manage.py backup and restore, as a service manager and an operator meet them."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support.concurrency import wait_until
from tests.support.server import database_url

# A pg_dump that writes without end, as that of a large database nearly does.
ENDLESS = """#!/bin/sh
case "$1" in --version) echo "pg_dump (PostgreSQL) 99.0";; *) exec cat /dev/zero;; esac
"""


@pytest.fixture
def endless(empty_database, tmp_path):
    """The command, of which pg_dump does not end."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pg_dump").write_text(ENDLESS)
    (programs / "pg_dump").chmod(0o755)
    folder = tmp_path / "backups"
    code = (
        "from recognizer.backups import postgresql as p; p.server_version = lambda: 99;"
        "from django.core.management import execute_from_command_line as run;"
        f"run(['manage.py', 'backup', '{folder}'])"
    )
    changes = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "digitsite.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env=os.environ | changes,
        cwd=settings.BASE_DIR,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process, folder
    process.kill()
    process.wait()


def test_a_service_manager_that_stops_it_leaves_nothing(endless):
    process, folder = endless
    wait_until(lambda: list(folder.glob("*.part")), "It does not write.")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "CommandError: Stopped. No backup was made." in errors
    assert not list(folder.iterdir())
