"""The real server on the test database: gunicorn with its real settings."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import pytest
from django.db import connection


class Server:
    def __init__(self, **settings):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"],
            env=os.environ | {"DATABASE_URL": database_url()} | settings,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log = ""
        self.url = self.read_until(r"Listening at: (http://[\d.:]+)")

    def read_until(self, pattern):
        """The first group of the pattern, once the server's log has it."""
        while True:
            line = self.process.stderr.readline()
            self.log += line
            if found := re.search(pattern, line):
                return found[1]
            assert line, f"The server stopped:\n{self.log}"

    def wait_until_ready(self, seconds=30):
        end = time.monotonic() + seconds
        while True:
            try:
                return urllib.request.urlopen(f"{self.url}/readyz", timeout=5)
            except URLError:
                assert time.monotonic() < end, f"Not ready:\n{self.log}"
                time.sleep(0.1)

    def stop(self):
        """End it as an operator's service manager does; returns the exit status."""
        self.process.terminate()
        _, rest = self.process.communicate(timeout=30)
        self.log += rest
        return self.process.returncode


def database_url():
    """The URL of the database that pytest-django made for this run."""
    url = os.environ["DATABASE_URL"]
    return url.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]




@pytest.fixture(scope="session")
def gunicorn(django_db_setup, django_db_blocker, static_files):
    server = Server()
    server.wait_until_ready()
    yield server
    server.stop()


@pytest.fixture
def site(gunicorn, transactional_db):
    """The address of a running digitsite that shares the test's database.

    Use it instead of pytest-django's live_server, which knows no hashed static files.
    """
    return gunicorn.url
