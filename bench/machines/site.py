"""The site's parts, each on a host of its own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bench.machines.hosts import Host
from tests.support import postgres

LEASE = 10  # s
SECRETS = {"SECRET_KEY": "only-for-this-bench-" + "x" * 40, "HTTPS": "0"}
PROXY = """
daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
events {{ worker_connections 1000; }}
http {{
  access_log off; client_max_body_size 20m;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream web {{ {servers} }}
  server {{
    listen {address}:80;
    location / {{
      proxy_pass http://web; proxy_connect_timeout 1s; proxy_read_timeout 15s;
      proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header Host digits.example;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
  }}
}}
"""


class Site:
    """PostgreSQL, Redis, two web hosts behind a proxy, four workers, and visitors."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.database = Host("database", 2, folder)
        self.redis = Host("redis", 3, folder)
        self.proxy = Host("proxy", 4, folder)
        self.visitors = Host("visitors", 5, folder)
        self.web = [Host(f"web{n}", 10 + n, folder) for n in (1, 2)]
        self.workers = [Host(f"worker{n}", 20 + n, folder) for n in (1, 2, 3, 4)]
        self.settings = SECRETS | {
            "DATABASE_URL": f"postgres://postgres@{self.database.address}/postgres",
            "BROKER_URL": f"redis://{self.redis.address}:6379/1",
            "CACHE_URL": f"redis://{self.redis.address}:6379/0",
            "ALLOWED_HOSTS": "digits.example",
            "NUM_PROXIES": "1",
            "METRICS": "off",
            "THROTTLE_CLIENT": "",
            "JOB_LEASE_SECONDS": str(LEASE),
            "WEB_CONCURRENCY": "2",
        }

    @property
    def hosts(self) -> list[Host]:
        single = [self.visitors, self.proxy, self.redis, self.database]
        return [*self.workers, *self.web, *single]

    def make_database(self) -> None:
        """Make the cluster; this process reaches it by its socket, whatever is cut."""
        self.binaries = postgres.find_binaries(self.folder)
        subprocess.run(["chown", "nobody", self.folder], check=True)
        self.data = self.folder / "data"
        initdb = [self.binaries / "initdb", "-D", self.data, "-U", "postgres"]
        subprocess.run(
            [*initdb, "-A", "trust", "-E", "UTF8", "-N"],
            user="nobody",
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        with (self.data / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {self.database.address}/24 trust\n")
        self.start_database()

    def start_database(self) -> None:
        address = f"listen_addresses={self.database.address}"
        # A killed process loses nothing that the system has; only the disk's part is
        # left out.
        options = ["-c", address, "-c", "fsync=off", "-k", self.folder]
        command = [self.binaries / "postgres", "-D", self.data, *options]
        self.database.start(*command, user="nobody")
        ready = [self.binaries / "pg_isready", "-h", self.folder, "-q"]
        until(lambda: subprocess.run(ready, check=False).returncode == 0)

    def kill_database(self) -> None:
        """PostgreSQL's processes have sessions of their own."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in [pid, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.database.end()

    def start_redis(self) -> None:
        where = ["--bind", self.redis.address, "--protected-mode", "no"]
        self.redis.start("redis-server", *where, "--save", "", "--dir", self.folder)

    def start_web(self, host: Host) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn"]
        host.start(*gunicorn, **self.settings, HOST=host.address, PORT="8000")

    def start_worker(self, host: Host) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "digitsite.celery_app"]
        host.start(*celery, "worker", "-Q", "serve", **self.settings)

    def start_proxy(self) -> None:
        server = "server {}:8000 max_fails=1 fail_timeout=2s;"
        text = PROXY.format(
            folder=self.folder,
            address=self.proxy.address,
            servers=" ".join(server.format(host.address) for host in self.web),
        )
        (self.folder / "nginx.conf").write_text(text)
        self.proxy.start("nginx", "-c", self.folder / "nginx.conf")

    def start_visitors(self, secret: str, report: Path) -> None:
        visitors = [sys.executable, "-m", "bench.machines.visitors"]
        self.visitors.start(*visitors, f"http://{self.proxy.address}", secret, report)

    def kill_all(self) -> None:
        for host in self.hosts:
            if host.process and host.process.poll() is None:
                host.kill() if host is not self.database else self.kill_database()


def until(is_true, seconds: float = 120) -> float:
    """Wait until it is; returns how long that took."""
    start = time.monotonic()
    while not is_true():
        if time.monotonic() > start + seconds:
            raise TimeoutError
        time.sleep(0.05)
    return time.monotonic() - start
