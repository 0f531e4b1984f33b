"""The site that the faults happen to, and those who use it meanwhile."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import django
import psycopg2

from bench.faults import clock, disk
from bench.faults.service import Service
from bench.machines.report import requests
from bench.machines.visitors import KEPT, VISITORS
from tests.support import postgres
from tests.support.redis import RedisServer

# Durable, unlike the tests' own. So few connections that they can be exhausted, and
# none of them is for the superuser, as who the site connects.
OPTIONS = "-c listen_addresses='' -c max_connections=40"
OPTIONS += " -c superuser_reserved_connections=0 -c max_wal_size=64MB"
CALM = 5.0  # s without a failure, after which all is well
PATIENCE = 45.0  # s that it may take


class Site:
    """PostgreSQL, Redis, gunicorn and visitors; the stack ends them."""

    def __init__(self, parts: ExitStack):
        self.parts = parts
        self.folder = Path(tempfile.mkdtemp(prefix="digitsite-faults-"))
        self.folder.chmod(0o755)
        self.disk = self.parts.enter_context(disk.mounted(self.folder))
        self.time = clock.Clock(self.folder)
        self.start_database()
        with self.time.preloaded():
            self.redis = RedisServer(self.folder)
        self.parts.callback(self.redis.stop)
        self.service = Service(self.folder / "gunicorn.log", self.settings())
        self.parts.callback(self.service.stop)
        until(self.is_ready)
        self.start_visitors()

    def start_database(self) -> None:
        os.environ.update(postgres.SETTINGS)
        tempfile.tempdir = str(self.disk)
        with self.time.preloaded():
            postgres.start_server(OPTIONS)
        tempfile.tempdir = None
        self.parts.callback(postgres.stop_server)
        os.environ["DJANGO_SETTINGS_MODULE"] = "digitsite.settings"
        django.setup()
        from django.core.management import call_command

        from tests.support.static_files import collect_changed

        call_command("migrate", verbosity=0)
        collect_changed()

    def settings(self) -> dict[str, str]:
        counting = {"CACHE_URL": self.redis.url, "THROTTLE_CLIENT": "100000/min"}
        return self.time.environment | counting

    def start_visitors(self) -> None:
        from recognizer.accounts.keys import create_key
        from recognizer.models import Scope

        _, secret = create_key("visitors", [Scope.PREDICT])
        self.report = self.folder / "posts"
        self.report.touch()
        command = [sys.executable, "-m", "bench.machines.visitors"]
        command += [self.service.url, secret, str(self.report)]
        self.visitors = subprocess.Popen(command)
        self.parts.callback(self.visitors.wait)
        self.parts.callback(self.visitors.kill)

    def is_ready(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.service.url}/readyz", timeout=5)
        except OSError:
            return False

    def connect(self):
        """Another program's connection to the database."""
        from django.db import connection

        parameters = connection.get_connection_params() | {"connection_factory": None}
        return psycopg2.connect(**parameters, application_name="fault")

    def database_lives(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def posts(self) -> list[list]:
        return requests(self.report)

    def until_calm(self) -> None:
        """Wait until all are kept, as soon as they are sent, or until PATIENCE ends."""
        end = time.time() + PATIENCE
        time.sleep(CALM)  # what happens may take a moment
        while time.time() < end:
            time.sleep(1)
            since = time.time() - CALM
            late = [post for post in self.posts() if post[0] + post[1] > since]
            begun = [post for post in late if post[0] > since]
            if len(begun) > VISITORS and all(post[2] in KEPT for post in late):
                return


def until(is_true, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
