"""Whether the images do what they are for: migrate, draw, back up, end in time."""

import json
import re
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.image.container import Container
from bench.image.memory import proportional_mb
from bench.image.store import Store
from bench.load import free_port, make_bodies
from tests.support import postgres

# As Caddy sends them.
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
PATIENCE = 180  # s
BACKUPS = "/var/backups/digitsite"
BEAT = ["celery", "-A", "digitsite.celery_app", "beat"]


def try_images(store: Store, targets: list[str]) -> None:
    with postgresql() as url, tempfile.TemporaryDirectory() as folder:
        site = Site(store, url, Path(folder))
        try:
            site.try_web()
            if "worker" in targets:
                site.try_worker()
            if "train" in targets:
                site.try_train()
            site.stop()
        finally:
            site.kill()


@contextmanager
def postgresql() -> Iterator[str]:
    """A server that containers reach by TCP, as they do in compose.yaml."""
    port = free_port()
    postgres.start_server(f"-c listen_addresses=127.0.0.1 -c port={port}")
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        postgres.stop_server()


class Site:
    def __init__(self, store: Store, database: str, logs: Path):
        self.store, self.logs = store, logs
        self.settings = {
            "DATABASE_URL": database,
            "SECRET_KEY": "only-for-this-trial-" + "x-y-z-0-1-2" * 3,
            "ALLOWED_HOSTS": "127.0.0.1",
            "NUM_PROXIES": "1",
            "METRICS": "open",
            "PORT": str(free_port()),
        }
        self.running: dict = {}

    def try_web(self) -> None:
        web = self.container("web")
        web.run("python", "manage.py", "migrate", "--verbosity", "0")
        web.run("sh", "-c", "! touch /app/x /venv/x /etc/x 2>/dev/null")
        self.start("web", web)
        self.wait(lambda: self.ask("/readyz"), "The site is not ready.")
        digit = json.loads(self.ask("/api/v1/predictions/", next(make_bodies(280))))
        page = self.ask("/").decode()
        (style, *_) = re.findall(r'href="(/static/[^"]+\.css)"', page)
        self.ask(style)
        _, *healthcheck = web.configuration["Healthcheck"]["Test"]
        web.run(*healthcheck)
        print(f"web     a drawing was answered: {digit['word']}; healthy")
        self.start("beat", web, *BEAT)

    def try_worker(self) -> None:
        worker = self.container("worker")
        self.start("worker", worker)
        self.wait(lambda: self.count_workers() == 1, "The worker does not live.")
        print("worker  lives, by /metrics")
        identity = worker.run("age-keygen")
        (recipient,) = re.findall("age1[0-9a-z]+", identity)
        worker.environment["BACKUP_RECIPIENT"] = recipient
        backup = ["python", "manage.py", "backup", BACKUPS]
        print(f"worker  {worker.run(*backup, writable=BACKUPS).strip()}")

    def try_train(self) -> None:
        train = self.container("train")
        version = train.run(
            "python", "-c", "import tensorflow; print(tensorflow.__version__)"
        )
        self.start("train", train, *train.configuration["Cmd"], "-Q", "train")
        self.wait(lambda: self.count_workers() == 2, "The trainer does not live.")
        print(f"train   lives; TensorFlow {version.strip()}")

    def container(self, target: str) -> Container:
        return Container(self.store, target, self.settings)

    def start(self, name: str, container: Container, *command: str) -> None:
        process = container.start(self.logs / name, *command)
        self.running[name] = container, process

    def ask(self, path: str, body: bytes | None = None) -> bytes:
        url = f"http://127.0.0.1:{self.settings['PORT']}{path}"
        headers = FORWARDED | {"Content-Type": "application/json"}
        request = urllib.request.Request(url, body, headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.read()

    def count_workers(self) -> float:
        """How many workers the site knows of; it counts anew each 15 seconds."""
        lines = self.ask("/metrics").decode().splitlines()
        counts = [line for line in lines if line.startswith("digitsite_job_workers")]
        return sum(float(line.split()[-1]) for line in counts)

    def wait(self, is_so, failure: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if is_so():
                    return
            except OSError:  # it does not listen yet, or is not ready
                pass
            time.sleep(0.2)
        logs = "\n".join(log.read_text() for log in self.logs.iterdir())
        sys.exit(f"{failure}\n{logs}")

    def stop(self) -> None:
        """End each as an engine does, and say what it took."""
        print(f"{'':8}{'memory MB':>10}{'end s':>7}{'status':>8}")
        for name in list(self.running):
            container, process = self.running.pop(name)
            memory = proportional_mb(process.pid)
            start = time.monotonic()
            status = container.stop(process)
            seconds = time.monotonic() - start
            print(f"{name:8}{memory:10.0f}{seconds:7.1f}{status:8}")

    def kill(self) -> None:
        for _, process in self.running.values():
            process.kill()
            process.wait()
