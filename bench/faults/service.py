"""The web process under a small service manager, which does what systemd does."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from bench.load import children
from tests.support.activation import activated, listen

PAUSE = 2.0  # s: RestartSec of deploy/machine
PATIENCE = 20  # s until what is left of a process is killed


class Service:
    """Starts gunicorn anew whenever it ends; the socket stays (socket activation)."""

    def __init__(self, log: Path, settings: dict[str, str]):
        self.settings, self.log = settings, log.open("w")
        self.listener = listen()
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.over = threading.Event()
        self.process = self.start()
        self.manager = threading.Thread(target=self.manage)
        self.manager.start()

    def start(self) -> subprocess.Popen:
        gunicorn = [sys.executable, "-m", "gunicorn"]
        return subprocess.Popen(
            activated(gunicorn, self.listener),
            env=os.environ | self.settings,
            stdout=self.log,
            stderr=self.log,
            pass_fds=[self.listener.fileno()],
            start_new_session=True,
        )

    def manage(self) -> None:
        while True:
            self.process.wait()
            self.end_group()
            if self.over.wait(PAUSE):
                return
            self.process = self.start()

    def end_group(self) -> None:
        """End the workers that a killed master left."""
        group, end = self.process.pid, time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)
            while any(is_of(group, folder) for folder in Path("/proc").glob("[0-9]*")):
                if time.monotonic() > end:
                    os.killpg(group, signal.SIGKILL)
                time.sleep(0.05)

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def stop(self) -> None:
        if self.over.is_set():
            return
        self.over.set()
        self.process.terminate()
        self.manager.join()
        self.listener.close()
        self.log.close()


def is_of(group: int, folder: Path) -> bool:
    """Whether that process lives and is of the group."""
    with suppress(OSError):
        state, _, its_group = (
            (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        )
        return state != "Z" and int(its_group) == group
    return False
