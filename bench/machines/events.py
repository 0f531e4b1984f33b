"""What is done to the site, one after the other, while it works."""

import sys
import time
from collections.abc import Callable

from django.db import connection

from bench.machines.hosts import Host
from bench.machines.report import Event
from bench.machines.site import LEASE, Site, until

CALM = 8  # s between two events


class Story:
    """Kills, cuts off and brings back each part in turn."""

    def __init__(self, site: Site, job):
        self.site, self.job = site, job
        self.events: list[Event] = []

    def tell(self) -> None:
        self.wait_for_work()
        self.event("nothing", lambda: None)
        first, second, third, _ = self.site.workers
        self.event("a worker is killed (-9)", lambda: self.kill_worker(first))
        self.event("a worker is told to end (SIGTERM)", lambda: self.end_worker(second))
        self.event("a worker is cut off for three leases", lambda: self.cut(third))
        self.event("a version is promoted", self.promote)
        self.event("Redis is killed with all messages", self.lose_redis)
        self.event(
            "Redis is cut off for 10 s", lambda: self.cut_for(self.site.redis, 10)
        )
        self.event("PostgreSQL is killed (-9)", self.kill_database)
        self.event(
            "PostgreSQL is cut off for 10 s",
            lambda: self.cut_for(self.site.database, 10),
        )
        self.event("a web host is killed (-9)", lambda: self.kill_web(self.site.web[0]))
        self.event(
            "a web host is cut off for 10 s", lambda: self.cut_for(self.site.web[1], 10)
        )
        self.event("nothing", lambda: None)

    def event(self, name: str, happen: Callable[[], str | None]) -> None:
        event = Event(name, time.time())
        self.events.append(event)
        event.then = happen() or ""
        print(f"{event.name}: {event.then}", flush=True)
        time.sleep(CALM)

    def wait_for_work(self) -> None:
        until(lambda: len({chunk.worker for chunk in self.running()}) == 4)

    def running(self) -> list:
        from recognizer.models import ChunkState, JobChunk

        return list(JobChunk.objects.filter(job=self.job, state=ChunkState.RUNNING))

    def chunk_of(self, host: Host):
        """The chunk that the host has, once it has one."""
        until(lambda: self.chunks_of(host))
        return self.chunks_of(host)[0]

    def chunks_of(self, host: Host) -> list:
        return [c for c in self.running() if c.worker.startswith(f"{host.name}:")]

    def kill_worker(self, host: Host) -> str:
        chunk = self.chunk_of(host)
        host.kill()
        taken = self.taken_over(chunk)
        self.site.start_worker(host)
        return f"its chunk was taken over after {taken:.1f} s"

    def taken_over(self, chunk) -> float:
        """How long until another worker has it or has done it."""

        def is_taken() -> bool:
            fence = chunk.fence
            row = type(chunk).objects.get(pk=chunk.pk)
            return row.fence > fence

        return until(is_taken)

    def end_worker(self, host: Host) -> str:
        chunk = self.chunk_of(host)
        losses, start = chunk.losses, time.monotonic()
        host.stop()
        took = time.monotonic() - start
        chunk.refresh_from_db()
        self.site.start_worker(host)
        given_back = "given back" if chunk.losses == losses else "lost"
        return f"its chunk was {given_back}; it ended after {took:.1f} s"

    def cut(self, host: Host) -> str:
        chunk = self.chunk_of(host)
        host.cut_off()
        start = time.monotonic()
        taken = self.taken_over(chunk)
        time.sleep(max(0, 3 * LEASE - (time.monotonic() - start)))
        lines = host.log.read_text().count("\n")
        host.reconnect()
        back = until(lambda: self.chunks_of(host))
        news = host.log.read_text().splitlines()[lines:]
        noticed = any("not ours any more" in line for line in news)
        return (
            f"its chunk was taken over after {taken:.1f} s; back, it "
            f"{'gave that up' if noticed else 'had given that up alone'} and took "
            f"another after {back:.1f} s"
        )

    def promote(self) -> str:
        command = [
            sys.executable,
            "manage.py",
            "promote",
            "seed75",
            "--why",
            "A trial.",
        ]
        done = self.site.visitors.run(*command, **self.site.settings)
        return "see below" if done.returncode == 0 else done.stderr.decode()[-200:]

    def lose_redis(self) -> str:
        self.site.redis.kill()
        time.sleep(5)
        self.site.start_redis()
        return "started again, empty, after 5 s"

    def kill_database(self) -> str:
        self.site.kill_database()
        connection.close()  # ours is gone, too
        time.sleep(3)
        start = time.monotonic()
        self.site.start_database()
        took = time.monotonic() - start
        return f"started again after 3 s, ready {took:.1f} s later"

    def kill_web(self, host: Host) -> str:
        host.kill()
        time.sleep(5)
        self.site.start_web(host)
        ready = ["curl", "-sf", f"http://{host.address}:8000/readyz"]
        took = until(lambda: self.site.proxy.run(*ready).returncode == 0)
        return f"started again after 5 s, ready {took:.1f} s later"

    def cut_for(self, host: Host, seconds: float) -> str:
        host.cut_off()
        time.sleep(seconds)
        host.reconnect()
        return ""
