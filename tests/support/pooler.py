"""PgBouncer in transaction mode, before the tests' PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.support.concurrency import wait_until
from tests.support.programs import need_program

INI = """
[databases]
{NAME} = host={HOST} port={PORT} user={USER}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
"""


@pytest.fixture
def pooled(transactional_db):
    """The settings by which a program reaches the test's database through it."""
    need_program("pgbouncer", "pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="digitsite-pooler-"))
    settings = connection.settings_dict | {"folder": folder}
    settings["PORT"] = settings["PORT"] or 5432
    (folder / "ini").write_text(INI.format_map(settings))
    user = None
    if os.geteuid() == 0:  # it refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)
    process = subprocess.Popen(
        ["pgbouncer", "-q", folder / "ini"], user=user, stderr=subprocess.DEVNULL
    )
    socket = folder / ".s.PGSQL.6432"
    wait_until(socket.exists, "pgbouncer did not start.")
    host = f"{quote(str(folder), '')}:6432"
    url = f"postgres://{settings['USER']}@{host}/{settings['NAME']}"
    yield {"DATABASE_URL": url, "DATABASE_POOLED": "1"}
    process.kill()
    process.wait()
    shutil.rmtree(folder)
