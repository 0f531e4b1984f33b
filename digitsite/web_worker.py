"""gunicorn's worker that no slow client can stop: waitress reads, threads answer.

gunicorn starts, watches and stops the processes. In each of them one loop of waitress's
receives whole requests from all connections and sends the answers; a thread has a
request only while it computes the answer, and never waits for a client.
All times are of the monotonic clock: the wall clock may be set while the site runs.
"""

import math
import os
import resource
import time

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.server import BaseWSGIServer

from digitsite.connections import Connection

MAX_HEADERS = 32_000  # bytes
FULL = 0.5  # share of worker_connections above which the longest waiting make room
MAX_IN_MEMORY = 100_000  # bytes of a body; the rest waits in a temporary file


class WebWorker(Worker):
    """Serves gunicorn's sockets by waitress.

    The settings it heeds: threads, worker_connections, backlog, keepalive (seconds
    without a byte after which a connection is closed), graceful_timeout.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.map = {}  # all that the loop waits for, by file descriptor
        self.listeners = []  # those of them that accept connections
        self.last_check = 0.0

    def run(self):
        raise_file_limit(4 * self.cfg.worker_connections)
        self.server = self.create_server()
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.finish()

    def create_server(self):
        server = create_server(
            self.wsgi,
            map=self.map,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            backlog=self.cfg.backlog,
            connection_limit=self.cfg.worker_connections,
            channel_timeout=self.cfg.keepalive,
            max_request_header_size=MAX_HEADERS,
            # The site itself says in words that a picture is too large; of a body
            # beyond this the rest is not even received.
            max_request_body_size=max(
                10 * settings.MAX_BODY_BYTES,
                settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1,
            ),
            inbuf_overflow=MAX_IN_MEMORY,
            clear_untrusted_proxy_headers=not settings.NUM_PROXIES,
            log_socket_errors=False,
            ident=None,
        )
        self.listeners = self.items(BaseWSGIServer)
        for listener in self.listeners:
            listener.channel_class = Connection
            listener.next_channel_cleanup = math.inf  # waitress's own: close_some()
        return server

    def items(self, kind):
        return [item for item in self.map.values() if isinstance(item, kind)]

    def turn(self):
        """Wait a second at most for something to do, and do it."""
        size = len(self.map)
        wasyncore.loop(timeout=1, use_poll=True, map=self.map, count=1)
        if len(self.map) > size:  # somebody came
            self.accept_all()
        if time.monotonic() > self.last_check + 1:
            self.last_check = time.monotonic()
            self.notify()  # gunicorn, that this process lives
            self.close_some(self.items(Connection))

    def accept_all(self):
        """Take in whoever has connected, as long as there is room."""
        size = 0
        while size < len(self.map) < self.cfg.worker_connections:
            size = len(self.map)
            for listener in self.listeners:
                listener.handle_accept()

    def close_some(self, connections):
        """Close what is too late, and where it is full also who waits longest."""
        for connection in connections:
            connection.close_if_late(self.last_check)
        waiting = [c for c in connections if c.waits_since()]
        excess = int(len(connections) - FULL * self.cfg.worker_connections)
        for connection in sorted(waiting, key=Connection.waits_since)[: max(excess, 0)]:
            connection.will_close = True

    def handle_exit(self, sig, frame):
        """Stop gracefully (SIGTERM)."""
        super().handle_exit(sig, frame)
        for listener in self.listeners:
            listener.pull_trigger()

    def finish(self):
        """Answer who has come, within graceful_timeout; accept nobody new.

        Each answer from now on is its connection's last, and says so. The sockets are
        closed here at once: where the master was killed, they are in the way of the
        next one.
        """
        self.accept_all()
        for listener in self.listeners:
            wasyncore.dispatcher.close(listener)  # its trigger wakes the loop still
        self.listeners = []
        start = time.monotonic()
        while (waited := time.monotonic() - start) < self.cfg.graceful_timeout:
            if all(waited > c.grace() for c in self.items(Connection)):
                break
            self.turn()
        self.server.task_dispatcher.shutdown(timeout=1)


def raise_file_limit(wanted):
    """Allow so many open files, where the system lets us: a socket is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
