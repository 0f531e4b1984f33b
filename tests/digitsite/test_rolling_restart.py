"""New processes take over under load, and no request fails."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bench.load import make_bodies, post
from tests.support.activation import listen
from tests.support.server import Server

CLIENTS = 4


class Visitors:
    """They post drawings, each on one connection for as long as it may."""

    def __init__(self, server):
        self.address = urlsplit(server.url).netloc
        self.over, self.answers = threading.Event(), []
        bodies = list(make_bodies(100))[:CLIENTS]
        pool = ThreadPoolExecutor(CLIENTS)
        self.visits = [pool.submit(self.visit, body) for body in bodies]
        server.wait_for(lambda: self.answers)

    def visit(self, body):
        """Post until it is over; raises what is no answer, or says that it failed."""
        connection = HTTPConnection(self.address, timeout=60)
        while not self.over.is_set():
            self.answers.append(post(connection, body))

    def end(self):
        self.over.set()
        for visit in self.visits:
            visit.result()


def test_a_hangup_brings_new_workers_and_fails_nobody(transactional_db, tmp_path):
    server = Server(tmp_path, WEB_CONCURRENCY="1")
    visitors = Visitors(server)
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "Worker exiting" in server.log)
    answered = len(visitors.answers)
    server.wait_for(lambda: len(visitors.answers) > answered + CLIENTS)
    visitors.end()
    server.stop()


def test_a_socket_that_stays_lets_no_request_fail(transactional_db, tmp_path):
    listener = listen()
    server = Server(tmp_path, listener=listener, WEB_CONCURRENCY="1")
    visitors = Visitors(server)
    assert server.stop() == 0
    server = Server(tmp_path, listener=listener, WEB_CONCURRENCY="1")
    visitors.end()
    server.stop()
