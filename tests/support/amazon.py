"""What a new machine of the stack asks for over HTTP: its name, a release, an ear."""

import hashlib
import json
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from tests.support.deployment import ROOT


class Amazon(ThreadingHTTPServer):
    """The machines' metadata, a folder of releases, and the stack's wait condition."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.answers = {}, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def publish(self, name, install):
        """Offer a release with this deploy/machine/install.sh; return its SHA-256."""
        packed = BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as release:
            release.add(ROOT / "deploy" / "aws", f"{name}/deploy/aws")
            script = tarfile.TarInfo(f"{name}/deploy/machine/install.sh")
            script.size, script.mode = len(install), 0o755
            release.addfile(script, BytesIO(install.encode()))
        self.files[f"/{name}.tar.gz"] = packed.getvalue()
        return hashlib.sha256(packed.getvalue()).hexdigest()


class Handler(BaseHTTPRequestHandler):
    server: Amazon

    def do_GET(self):
        if self.path == "/latest/meta-data/instance-id":
            known = self.headers["X-aws-ec2-metadata-token"] == "token"
            self.answer(200 if known else 401, b"i-0123456789abcdef0")
        elif self.path in self.server.files:
            self.answer(200, self.server.files[self.path])
        else:
            self.answer(404)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/answer":
            self.server.answers.append(json.loads(body))
        self.answer(200, b"token")

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep the tests' output to the tests."""
