"""Caddy and nginx before a gunicorn, with the settings that install.sh writes."""

import os
import re
import socket
import ssl
import subprocess
from http.client import HTTPConnection
from types import SimpleNamespace

import pytest
from django.conf import settings

from bench.load import free_port
from tests.support.activated import ActivatedSite
from tests.support.concurrency import wait_until
from tests.support.programs import need_program

MACHINE = settings.BASE_DIR / "deploy" / "machine"
DOMAIN = "digits.test"
# The functions of install.sh that make a proxy's settings, in folders of the test.
INSTALL = """
set -eu
. "$HERE/steps/tools.sh"; . "$HERE/steps/proxy.sh"
mkdir -p "$ETC"; touch "$ETC/env"
"""


class Proxy:
    """A proxy that listens at two ports; `page()` and `connect()` speak with it."""

    def __init__(self, folder, site):
        folder.mkdir()
        self.folder, self.site = folder, site
        self.http, self.https = free_port(), free_port()
        self.log = folder / "log"
        self.configure()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command(), stderr=log, stdout=log, env=self.environment()
            )
        wait_until(self.speaks_tls, f"{self.command()} does not answer.")

    def environment(self):
        home = str(self.folder)
        return os.environ | {
            "HOME": home,
            "XDG_DATA_HOME": home,
            "XDG_CONFIG_HOME": home,
        }

    def shell(self, command, **variables):
        """What a command prints after install.sh's functions are read."""
        known = {"HERE": str(MACHINE), "ETC": str(self.folder / "etc")}
        known |= {"DOMAIN": DOMAIN, "ADMIN_EMAIL": "anna@digits.test"} | variables
        return subprocess.check_output(
            ["sh", "-c", INSTALL + command], env=os.environ | known, text=True
        )

    def fill_in(self, template, **replaced):
        """The template as install.sh fills it in, with the test's ports and folders."""
        text = self.shell(f'fill_in "$HERE/{template}"')
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.site.port}")
        text = text.replace("/opt/digitsite/current", str(settings.BASE_DIR))
        text = text.replace("75s", getattr(self.site, "patience", "75s"))
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        return text

    def speaks_tls(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            self.context = ssl.create_default_context(cafile=self.authority())
            self.secure().close()
        except OSError:  # not listening yet, or without a certificate
            return False
        return True

    def connect(self, source="127.0.0.1"):
        """A socket to its HTTPS port, before TLS."""
        there = ("127.0.0.1", self.https)
        return socket.create_connection(there, 90, source_address=(source, 0))

    def secure(self, **options):
        return self.context.wrap_socket(self.connect(**options), server_hostname=DOMAIN)

    def page(self, path, method="GET", body=None, source="127.0.0.1", **headers):
        """The answer over HTTPS, read whole, and its body; _ in names stands for -."""
        connection = HTTPConnection(DOMAIN)
        connection.sock = self.secure(source=source)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class Nginx(Proxy):
    def configure(self):
        self.shell("make_certificate")
        os.chmod(self.folder, 0o755)
        site = self.fill_in("nginx/digitsite.conf")
        site = re.sub(r"\n.*listen \[::\].*", "", site)
        site = site.replace("listen 80 ", f"listen 127.0.0.1:{self.http} ")
        site = site.replace("listen 443 ", f"listen 127.0.0.1:{self.https} ")
        site = site.replace("/etc/digitsite", str(self.folder / "etc"))
        site = site.replace("/var/log/nginx/error.log", str(self.log))
        # What Debian's own file has that could get in the way.
        (self.folder / "nginx.conf").write_text(
            f"daemon off; user root; pid {self.folder}/pid; error_log {self.log};\n"
            "events { worker_connections 768; }\n"
            f"http {{ access_log {self.folder}/access; gzip on;\n"
            f"types {{ text/html html; }} default_type application/octet-stream;\n"
            + "".join(
                f"{kind}_temp_path {self.folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + site
            + "}\n"
        )

    def command(self):
        return ["nginx", "-e", self.log, "-c", self.folder / "nginx.conf"]

    def authority(self):
        return self.folder / "etc" / "tls" / "fullchain.pem"


class Caddy(Proxy):
    def configure(self):
        here = ["{", "admin off", "skip_install_trust", "default_bind 127.0.0.1"]
        here += [f"http_port {self.http}", f"https_port {self.https}"]
        text = self.fill_in("caddy/Caddyfile")
        (self.folder / "Caddyfile").write_text(text.replace("{", "\n".join(here), 1))

    def command(self):
        return ["caddy", "run", "--config", self.folder / "Caddyfile"]

    def authority(self):
        return self.folder / "caddy/pki/authorities/local/root.crt"


@pytest.fixture(scope="module")
def activated_site(django_db_setup, tmp_path_factory):
    """gunicorn with the settings that install.sh writes."""
    site = ActivatedSite(
        tmp_path_factory.mktemp("activated"),
        WEB_CONCURRENCY="1",
        ALLOWED_HOSTS=DOMAIN,
        NUM_PROXIES="1",
        HTTPS="1",
        METRICS="key",
        METRICS_KEY="k" * 20 + "0123456789abcdefghij",
        LOG_REQUESTS="1",
        LOG_ADDRESSES="1",
        LOG_FORMAT="json",
    )
    yield site
    site.stop()


@pytest.fixture(scope="module")
def start_proxy(tmp_path_factory):
    """Starts a proxy before a site, which has a port."""
    started = []

    def start(kind, site):
        name = kind.__name__.lower()
        need_program(name, name)
        started.append(kind(tmp_path_factory.mktemp(name) / "proxy", site))
        return started[-1]

    yield start
    for proxy in started:
        proxy.stop()


@pytest.fixture(scope="module", params=[Caddy, Nginx])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def front(kind, start_proxy, activated_site):
    """Each proxy before the site, in turn."""
    return start_proxy(kind, activated_site)


@pytest.fixture
def both_fronts(start_proxy, activated_site):
    return [start_proxy(kind, activated_site) for kind in (Caddy, Nginx)]


@pytest.fixture
def front_of_nobody(kind, start_proxy):
    """Each proxy before a site that is stopped."""
    return start_proxy(kind, SimpleNamespace(port=free_port()))


@pytest.fixture
def front_of_silence(kind, start_proxy):
    """Each proxy before a site that never answers, for which it waits a second."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        yield start_proxy(kind, SimpleNamespace(port=port, patience="1s"))
