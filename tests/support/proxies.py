"""Servers between a client and the site, on which something goes wrong."""

import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def proxy(answer):
    """Answers each request by answer(handler, body); yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        do_GET = do_DELETE = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def losing_first_answer(site):
    """Passes requests on to the site; nobody hears its answer to the first."""
    keys = []

    def answer(handler, body):
        keys.append(handler.headers["Idempotency-Key"])
        request = urllib.request.Request(site + handler.path, body)
        for name in ("Content-Type", "Idempotency-Key"):
            request.add_header(name, handler.headers[name])
        with urllib.request.urlopen(request) as reply:
            if len(keys) == 1:
                handler.connection.close()
                return
            handler.send_response(reply.status)
            handler.end_headers()
            handler.wfile.write(reply.read())

    with proxy(answer) as address:
        yield address, keys


@contextmanager
def refusing(*answers):
    """Answers each request by the next (status, headers); yields what was asked."""
    requests, left = [], list(answers)

    def answer(handler, _):
        requests.append((handler.command, handler.path, dict(handler.headers)))
        status, headers = left.pop(0)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    with proxy(answer) as address:
        yield address, requests
