"""Runs a line of the slug's Procfile as one of Heroku's dynos does."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.environ import parse_procfile

HOST = "digits-0123456789ab.herokuapp.com"  # as Heroku names an app


class Dyno:
    def __init__(self, app: Path, kind: str, environment: dict[str, str]):
        line = parse_procfile((app / "Procfile").read_text()).processes[kind]
        programs = app / ".heroku" / "python" / "bin"
        self.port = environment["PORT"]
        self.process = subprocess.Popen(
            ["bash", "-c", line],
            cwd=app,
            env=environment
            | {"DYNO": f"{kind}.1", "PATH": f"{programs}:{os.environ['PATH']}"},
        )

    def ask(
        self, path: str, body: object = None, scheme: str = "https"
    ) -> tuple[int, bytes]:
        """Ask as the router passes a visitor's request on."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Host": HOST,
                "X-Forwarded-Proto": scheme,
                "X-Forwarded-For": "192.0.2.7",
                "X-Forwarded-Port": "443",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def wait_until_ready(self) -> float:
        """Return the seconds that it took to answer."""
        start = time.perf_counter()
        while True:
            try:
                if self.ask("/readyz")[0] == 200:
                    return time.perf_counter() - start
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("The web process ended.") from None
            time.sleep(0.1)

    def memory(self) -> int:
        """The bytes that its processes have together; what they share counts once."""
        return sum(proportional_set(pid) for pid in family(self.process.pid))

    def stop(self) -> tuple[int, float]:
        """End it as Heroku does; return its status and the seconds that it took."""
        start = time.perf_counter()
        self.process.terminate()
        return self.process.wait(timeout=30), time.perf_counter() - start


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        """Let a redirect be the answer."""


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(p for child in children for p in family(int(child)))]


def proportional_set(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
