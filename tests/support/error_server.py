"""A server of this machine that takes error reports, as Sentry's does."""

import gzip
import http.server
import json
import threading

import brotli


class ErrorServer(http.server.ThreadingHTTPServer):
    def __init__(self, is_silent=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.envelopes, self.came = [], threading.Condition()
        self.may_answer = threading.Event()
        if not is_silent:
            self.may_answer.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def dsn(self):
        return f"http://key@127.0.0.1:{self.server_port}/1"

    def wait_for(self, number=1, seconds=30):
        """The text of that many envelopes, once they are there."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.envelopes) >= number, seconds)
            return list(self.envelopes)

    def stop(self):
        self.may_answer.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packed = {"gzip": gzip.decompress, "br": brotli.decompress}
        unpack = packed.get(self.headers.get("Content-Encoding"), bytes)
        with self.server.came:
            self.server.envelopes.append(unpack(body).decode())
            self.server.came.notify_all()
        self.server.may_answer.wait()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        """Keep the tests' output."""


def event_of(envelope):
    """The event that an envelope has."""
    return json.loads(envelope.splitlines()[2])
