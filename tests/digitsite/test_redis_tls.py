"""A Redis over TLS whose certificate nobody has signed, as Heroku's has."""

import socket
import subprocess
import time

import pytest
from django.core.cache.backends.redis import RedisCache
from kombu import Connection
from redis.exceptions import ConnectionError

from digitsite.caching import cache, tls


@pytest.fixture(scope="module")
def url(redis_server, tmp_path_factory):
    """Where a second Redis listens, over TLS; the first one says that there is one."""
    folder = tmp_path_factory.mktemp("tls")
    certificate = ["-keyout", "key", "-out", "certificate", "-subj", "/CN=nobody"]
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", *certificate],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    files = ["--tls-cert-file", "certificate", "--tls-key-file", "key"]
    where = ["--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        ["redis-server", *where, *files, "--tls-auth-clients", "no", "--save", ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + 30
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert time.monotonic() < end, "redis-server did not start."
        time.sleep(0.02)
    yield f"rediss://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=30)


def redis_cache(url, *, verify):
    settings = cache(url, verify=verify)
    settings["OPTIONS"] |= {"socket_connect_timeout": 5, "socket_timeout": 5}
    return RedisCache(settings["LOCATION"], settings)


def test_the_cache_believes_it_where_that_is_set(url):
    trusting = redis_cache(url, verify=False)
    trusting.set("key", 7)
    assert trusting.get("key") == 7


def test_the_cache_refuses_it_otherwise(url):
    with pytest.raises(ConnectionError, match="certificate"):
        redis_cache(url, verify=True).get("key")


def test_the_broker_believes_it_where_that_is_set(url):
    with Connection(url, ssl=tls(url, verify=False)) as connection:
        queue = connection.SimpleQueue("serve")
        queue.put({"chunk": 7})
        assert queue.get(timeout=5).payload == {"chunk": 7}
