"""A Redis of the tests' own, on a socket in a temporary folder and on no port."""

import signal
import subprocess
import time

import pytest
from redis import Redis

from tests.support.programs import need_program


class RedisServer:
    def __init__(self, folder):
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.client = Redis.from_url(self.url)
        self.start()

    def start(self):
        """Start it; returns when it listens."""
        where = ["--port", "0", "--unixsocket", self.socket, "--save", ""]
        self.process = subprocess.Popen(
            ["redis-server", *where], stdout=subprocess.DEVNULL, cwd=self.socket.parent
        )
        end = time.monotonic() + 30
        while not self.socket.exists():
            assert time.monotonic() < end, "redis-server did not start."
            time.sleep(0.02)

    def stop(self):
        self.go_on()
        self.process.terminate()
        self.process.wait(timeout=30)

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory):
    need_program("redis-server", "redis-server")
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def redis(redis_server):
    """A Redis that is empty and answers."""
    redis_server.client.flushall()
    return redis_server
