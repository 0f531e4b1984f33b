"""What visitors and the site see of the proxy: the same behind Caddy and nginx."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from django.conf import settings

from recognizer.versions.promoted_versions import promoted_id
from tests.support.drawings import data_url, png
from tests.support.server import let_it_load
from tests.support.web_proxies import DOMAIN

BREACHABLE = ["/admin/login/", "/api/v1/versions/"]
BATCH = "/api/v1/predictions/batch/"
PREDICTIONS = "/api/v1/predictions/"
JSON = {"Content_Type": "application/json"}
HALF = b"POST /api/v1/predictions/ HTTP/1.1\r\nHost: digits.test\r\n"


@pytest.fixture
def ready(front, transactional_db):
    let_it_load(front.site.server, promoted_id())
    return front


def batch_of(size):
    """A batch of one drawing, with as many bytes."""
    return json.dumps({"images": [data_url(png())]}).encode().ljust(size)


def last_request(server):
    lines = (line for line in server.log.splitlines() if line.startswith("{"))
    return [json.loads(line) for line in lines if '"route"' in line][-1]


def test_a_page_comes_over_https_alone(front):
    connection = HTTPConnection("127.0.0.1", front.http)
    connection.request("GET", "/about/?a=b", headers={"Host": DOMAIN})
    response = connection.getresponse()
    assert response.status == 308
    address = response.headers["Location"].replace(f":{front.https}", "")
    assert address == f"https://{DOMAIN}/about/?a=b"
    response, _ = front.page("/")
    assert response.status == 200
    assert "max-age" in response.headers["Strict-Transport-Security"]


def test_who_sends_a_request_is_who_the_proxy_sees(front):
    forged = {"X_Forwarded_For": "192.0.2.66", "X_Forwarded_Proto": "http"}
    forged |= {"Forwarded": "for=192.0.2.66", "X_Real_IP": "192.0.2.66"}
    response, _ = front.page("/about/", source="127.0.0.9", **forged)
    assert response.status == 200  # over HTTPS, whatever its sender says
    assert last_request(front.site.server)["address"] == "127.0.0.9"


def test_a_request_has_the_proxys_id(front):
    response, _ = front.page("/about/", X_Request_ID="written-by-a-client")
    assert response.headers.get_all("X-Request-ID") == [
        last_request(front.site.server)["request_id"]
    ]
    assert response.headers["X-Request-ID"] != "written-by-a-client"


def test_pages_come_compressed_but_for_those_that_have_secrets(front):
    response, _ = front.page("/about/", Accept_Encoding="gzip, br")
    assert response.headers["Content-Encoding"] == "gzip"
    for path in BREACHABLE:
        response, _ = front.page(path, Accept_Encoding="gzip, br, zstd")
        assert response.headers["Content-Encoding"] is None


def test_files_come_compressed_by_the_site_and_are_cached_for_ever(front):
    _, page = front.page("/")
    path = page.decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    response, _ = front.page(path, Accept_Encoding="gzip, br")
    assert response.headers["Content-Encoding"] == "br"
    [cached] = response.headers.get_all("Cache-Control")
    assert "immutable" in cached


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/%6detrics", "//metrics"])
def test_the_metrics_are_not_for_the_world(front, path):
    key = front.site.settings["METRICS_KEY"]
    response, content = front.page(path, Authorization=f"Bearer {key}")
    assert response.status == 404
    assert b"digitsite_" not in content


def test_a_picture_of_5_mb_is_refused_in_words(front):
    response, content = front.page(
        PREDICTIONS, "POST", b"\x89PNG" + bytes(5_000_000), Content_Type="image/png"
    )
    assert response.status == 413
    assert json.loads(content)["detail"] == (
        "That is too large: a picture has at most 1 MB."
    )


def test_a_batch_at_the_limit_is_answered(ready):
    body = batch_of(settings.MAX_BATCH_BYTES)
    response, content = ready.page(BATCH, "POST", body, **JSON)
    assert response.status == 200
    assert json.loads(content)["results"][0]["digit"] == 7


def test_a_batch_beyond_the_limit_is_refused_in_words(front):
    body = batch_of(settings.MAX_BATCH_BYTES + 1)
    for sent in (body, iter([body])):  # at once, and in chunks
        response, content = front.page(BATCH, "POST", sent, **JSON)
        assert response.status == 413
        assert "a batch has at most 16 MB" in json.loads(content)["detail"]


def test_what_the_site_would_not_receive_is_refused_before_it_comes(front):
    response, content = front.page(BATCH, "POST", Content_Length="20100001", **JSON)
    assert response.status == 413
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(content)["type"].endswith("/api/problems/too-large/")


def test_others_are_answered_beside_200_half_open_connections(ready):
    half_open = []
    for kind in (None, b"", b"P", HALF, HALF + b"Content-Length: 50000\r\n\r\n{"):
        for _ in range(40):
            half_open.append(ready.connect() if kind is None else ready.secure())
            if kind:
                half_open[-1].sendall(kind)
    response, content = ready.page(
        PREDICTIONS, "POST", json.dumps({"image": data_url(png())}), **JSON
    )
    assert (response.status, json.loads(content)["digit"]) == (201, 7)
    assert all(ready.page("/livez")[0].status == 200 for _ in range(20))
    for connection in half_open:
        connection.close()


def test_a_site_that_is_down_is_excused_in_words(front_of_nobody):
    response, content = front_of_nobody.page("/api/v1/versions/", source="127.0.0.9")
    assert response.status == 502
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(content)["request_id"] == response.headers["X-Request-ID"]
    assert response.headers["Retry-After"] == "5"
    response, content = front_of_nobody.page("/about/", source="127.0.0.9")
    assert response.status == 502
    assert response.headers["Content-Type"].startswith("text/html")
    assert b"back in a moment" in content
    assert "127.0.0.9" not in front_of_nobody.log.read_text()


def test_a_site_that_says_nothing_is_excused_in_words(front_of_silence):
    response, content = front_of_silence.page("/about/")
    assert response.status == 504
    assert b"back in a moment" in content


def test_no_request_fails_while_the_site_restarts(both_fronts, transactional_db):
    body, over, answers = json.dumps({"image": data_url(png())}), [], []
    site = both_fronts[0].site
    let_it_load(site.server, promoted_id())

    def visit(front):
        while not over:
            answers.append(front.page(PREDICTIONS, "POST", body, **JSON)[0].status)

    with ThreadPoolExecutor() as pool:
        visits = [pool.submit(visit, front) for front in both_fronts * 2]
        try:
            site.server.wait_for(lambda: len(answers) > 20)
            site.restart()
            before = len(answers)
            site.server.wait_for(lambda: len(answers) > before + 20)
        finally:
            over.append(True)
        for visited in visits:
            visited.result()  # or what was no answer
    assert set(answers) == {201}
