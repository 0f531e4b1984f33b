"""Which bodies are read, and which are refused before anything reads them."""

import json
import socket
from io import BytesIO
from urllib.parse import urlsplit

import pytest

from digitsite.wsgi import application
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"
CHUNKED_JSON = "Content-Type: application/json", "Transfer-Encoding: chunked"
FORM = "multipart/form-data; boundary=x"
pytestmark = pytest.mark.django_db


class Untouched(BytesIO):
    """A body that nobody may read."""

    def read(self, *_):
        raise AssertionError("The body was read.")


def ask(path, content_type, body=None, method="POST", query=""):
    """The status and the body that the server itself would send."""
    statuses = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "1000" if body is None else str(len(body)),
        "wsgi.input": Untouched() if body is None else BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    reply = b"".join(application(environ, lambda status, _: statuses.append(status)))
    return int(statuses[0][:3]), reply.decode()


@pytest.mark.parametrize(
    "charset",
    [
        "charset=punycode",
        "charset=zlib",
        "charset=idna",
        "charset=latin-1",
        "charset=nonesuch",
        "charset*=utf-8''punycode",
        "charset*0=puny; charset*1=code",
        "charset*=idna''%ff",
        "charset*=nonesuch''utf-8",
        "x*=undefined''x",
    ],
)
@pytest.mark.parametrize("path", [URL, "/admin/login/", "/nowhere"])
def test_another_charset_than_utf8_is_refused_unread(charset, path):
    status, reply = ask(path, f"{FORM}; {charset}")
    assert status == 415
    assert "Send text as UTF-8." in reply


def test_an_address_is_not_decoded_by_a_codec_of_the_clients():
    status, _ = ask(URL, "text/plain; charset=zlib", method="GET", query="a=b")
    assert status == 415


@pytest.mark.parametrize("charset", ["utf-8", '"UTF-8"', "UTF_8", "utf8", "us-ascii"])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data"])
def test_utf8_by_any_of_its_names_is_read(api, charset, kind):
    body = {"image": data_url(png(SEVEN))}
    body = json.dumps(body) if "json" in kind else part('name="image"', body["image"])
    kind = kind if "json" in kind else FORM
    answer = api.generic("POST", URL, body, f"{kind}; charset={charset}")
    assert answer.status_code == 201, answer.content


def test_djangos_own_forms_take_utf8_by_another_name(admin):
    kind = "application/x-www-form-urlencoded; charset=utf8"
    assert admin.generic("POST", "/admin/login/", "a=b", kind).status_code == 200


def part(parameters, body):
    head = f"--x\r\nContent-Disposition: form-data; {parameters}\r\n\r\n"
    return f"{head}{body}\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("name*=utf-8''image", 201),
        ("name=\"image\"; x*=utf-8''%E2%82%AC", 201),
        ("name*=punycode''image-", 400),
        ("name*0*=puny; name*1*=code''image-", 400),
        ("name=\"image\"; filename*=zlib''seven.png", 400),
    ],
)
def test_a_forms_parts_are_utf8_too(api, parameters, status):
    body = part(parameters, data_url(png(SEVEN)))
    assert api.generic("POST", URL, body, FORM).status_code == status


def test_a_session_is_not_looked_up_by_nul(client):
    client.cookies["sessionid"] = "abcdefgh\0ijklmnop"  # sent as "abcdefgh\000ijklmnop"
    response = client.get("/admin/")
    assert response.status_code == 400
    assert b"A NUL character is in the address or in a cookie." in response.content


@pytest.mark.parametrize("path", [URL, "/admin/login/"])
def test_a_body_that_is_too_long_is_refused_unread(settings, path):
    settings.MAX_BODY_BYTES = 999
    status, reply = ask(path, FORM)
    assert status == 413
    assert "too large: a picture has at most 1 MB." in reply


def chunked(site, body, size=1000):
    """Send a body in chunks; the first line of the reply, and how much was sent."""
    sent = 0
    with socket.create_connection((urlsplit(site).hostname, urlsplit(site).port)) as s:
        s.settimeout(20)
        s.sendall(f"POST {URL} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
        s.sendall(
            b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        try:
            for start in range(0, len(body), size):
                chunk = body[start : start + size]
                s.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                sent += len(chunk)
            s.sendall(b"0\r\n\r\n")
        except OSError:  # the server has heard enough
            pass
        return s.recv(1000).split(b"\r\n")[0].decode(), sent


def test_a_chunked_body_is_read_up_to_the_limit(site):
    body = json.dumps({"image": data_url(png(SEVEN))}).encode()
    assert chunked(site, body)[0] == "HTTP/1.1 201 Created"
    assert Drawing.objects.count() == 1
    line, sent = chunked(site, b"x" * 60_000_000, 60_000)
    assert "413" in line
    assert sent < 30_000_000  # what the sockets' buffers take, and the limit
