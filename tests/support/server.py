"""The real server on the test database: gunicorn with its real settings."""

import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest
from django.db import connection

from recognizer.versions.promoted_versions import promoted_id
from tests.support.activation import activated


class Server:
    loaded_version, loads = None, 0

    def __init__(self, folder, until="/readyz", listener=None, code=None, **settings):
        """Start it; returns when it answers 200 at `until`.

        `listener` is the socket to serve, as systemd hands one over; `code` the folder
        of another release.
        """
        self._log = folder / "gunicorn.log"
        command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"]
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                activated(command, listener) if listener else command,
                env=os.environ | {"DATABASE_URL": database_url()} | settings,
                cwd=code,
                stderr=log,
                pass_fds=[listener.fileno()] if listener else [],
            )
        self.url = self.wait_for(self.address)
        self.wait_for(lambda: self.answers(until))

    @property
    def log(self):
        return self._log.read_text()

    def wait_for(self, find, seconds=60):
        """What `find` returns, as soon as it is true."""
        end = time.monotonic() + seconds
        while not (result := find()):
            alive = self.process.poll() is None and time.monotonic() < end
            assert alive, f"The server did not start:\n{self.log}"
            time.sleep(0.05)
        return result

    def address(self):
        match = re.search(r"Listening at: (http://[\d.:]+)", self.log)
        return match and match[1]

    def is_ready(self):
        return self.answers("/readyz")

    def answers(self, path):
        try:
            return urllib.request.urlopen(f"{self.url}{path}", timeout=5)
        except OSError:  # not listening yet, or slower than the timeout
            return None

    def count_loads(self):
        return len(re.findall(r"Version \S+ answers\.", self.log))

    def stop(self):
        """End it as an operator's service manager does; returns the exit status."""
        self.process.terminate()
        return self.process.wait(timeout=30)


def database_url():
    """The URL of the database that pytest-django made for this run."""
    url = os.environ["DATABASE_URL"]
    return url.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def gunicorn(django_db_setup, django_db_blocker, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("gunicorn"), WEB_CONCURRENCY="1")
    with django_db_blocker.unblock():
        let_it_load(server, promoted_id())
    yield server
    server.stop()


def let_it_load(server, version):
    """Wait until the one worker has loaded the version with that id.

    Between tests the database is emptied, the version that answers too, which never
    happens to a site; the worker would answer with the one before while it loads.
    """
    if version != server.loaded_version:
        loads = server.loads
        server.wait_for(lambda: server.is_ready() and server.count_loads() > loads)
    server.loaded_version, server.loads = version, server.count_loads()


@pytest.fixture
def site(gunicorn, transactional_db):
    """The address of a running digitsite that shares the test's database.

    Use it instead of pytest-django's live_server, which knows no hashed static files.
    What the server logs as an error fails the test that caused it.
    """
    let_it_load(gunicorn, promoted_id())
    before = len(gunicorn.log)
    yield gunicorn.url
    assert "ERROR" not in gunicorn.log[before:], gunicorn.log[before:]
