"""The real server and clients that are slow, rude or gone."""

import http.client
import json
import signal
import socket
from urllib.parse import urlsplit

import pytest

from tests.support.drawings import SEVEN, data_url, png
from tests.support.server import Server

URL = "/api/v1/predictions/"
SEVEN_JSON = json.dumps({"image": data_url(png(SEVEN))}).encode()
HOST = b"Host: localhost\r\n"
POST = b"POST /api/v1/predictions/ HTTP/1.1\r\n" + HOST
POST_JSON = POST + b"Content-Type: application/json\r\n"
CHUNKED = POST_JSON + b"Transfer-Encoding: chunked\r\n\r\n"
STYLES = b"GET /static/admin/css/base.css HTTP/1.1\r\n" + HOST + b"\r\n"


def address(url):
    parts = urlsplit(url)
    return parts.hostname, parts.port


def connect(url):
    return http.client.HTTPConnection(*address(url), timeout=10)


def send(url, data):
    connection = socket.create_connection(address(url), timeout=10)
    connection.sendall(data)
    return connection


def read_all(connection):
    return b"".join(iter(lambda: connection.recv(65536), b""))


def draw(connection, **headers):
    headers = {"Content-Type": "application/json"} | headers
    connection.request("POST", URL, SEVEN_JSON, headers)
    response = connection.getresponse()
    return response.status, json.load(response)


def ask(connection, path, method="GET", **headers):
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read()


def test_half_open_connections_do_not_stop_the_site(site):
    half_open = [
        b"",
        b"P",
        POST,
        POST_JSON + b"Content-Length: 50000\r\n\r\n" + b" " * 9000,
        CHUNKED + b"1000\r\n[",
        STYLES,  # and the answer is not read
        STYLES * 300,
    ]
    held = [send(site, data) for data in half_open for _ in range(10)]
    assert ask(connect(site), "/livez")[0] == 200
    assert draw(connect(site))[0] == 201
    for connection in held:
        connection.close()


def test_a_request_that_comes_in_pieces_is_answered(site):
    connection = send(site, POST_JSON + b"Transfer-Encoding: chunked\r\n")
    for byte in b"Connection: close\r\n\r\n%X\r\n" % len(SEVEN_JSON):
        connection.sendall(bytes([byte]))
    connection.sendall(SEVEN_JSON + b"\r\n0\r\n\r\n")
    assert read_all(connection).startswith(b"HTTP/1.1 201 ")


def test_a_connection_serves_many_requests_one_after_another(site):
    connection = connect(site)
    for method in ("HEAD", "GET"):
        status, body = ask(connection, "/", method)
        assert (status, bool(body)) == (200, method == "GET")
        assert ask(connection, "/livez")[0] == 200
        assert draw(connection)[0] == 201


def test_to_head_come_headers_alone(site):
    answer = read_all(send(site, b"HEAD /admin HTTP/1.1\r\n" + HOST + b"\r\n"))
    assert answer.startswith(b"HTTP/1.1 301 ")
    assert answer.index(b"\r\n\r\n") == len(answer) - 4


def test_of_requests_that_await_no_answer_the_first_is_answered(site):
    ping = b"GET /livez HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = read_all(send(site, ping * 3))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 ") < 3


def test_what_is_no_request_is_refused_as_a_problem(site):
    for sent, status in {
        b"nonsense\r\n\r\n": 400,
        b"GET / HTTP/1.1\r\nX: " + b"x" * 32_000: 431,
        POST + b"Content-Length: 7x\r\n\r\n": 400,
        POST + b"Content-Length: 99000000\r\n\r\n": 413,
        POST + b"Transfer-Encoding: gzip\r\n\r\n": 501,
        b"GET http://[ HTTP/1.1\r\n" + HOST + b"\r\n": 400,
        CHUNKED + b"1;" + b"x" * 31_999: 431,
        CHUNKED + b"0\r\n" + b"x: x\r\n" * 5_334: 431,
    }.items():
        head, _, body = read_all(send(site, sent)).partition(b"\r\n\r\n")
        assert int(head.split()[1]) == status
        assert b"application/problem+json" in head
        problem = json.loads(body)
        assert problem["status"] == status
        assert f"X-Request-Id: {problem['request_id']}".encode() in head


def test_nobody_is_believed_where_there_is_no_proxy(site):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    _, answer = draw(connect(site), SCRIPT_NAME="/evil", **headers)
    assert answer["url"].startswith(f"{site}/")
    page = ask(connect(site), "/", SCRIPT_NAME="/evil", **headers)[1]
    assert b"evil" not in page


@pytest.fixture(scope="module")
def proxied(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server behind a proxy, for 20 connections at once."""
    server = Server(
        tmp_path_factory.mktemp("proxied"),
        GUNICORN_CMD_ARGS="--worker-connections 20",
        HTTPS="1",
        NUM_PROXIES="1",
        WEB_CONCURRENCY="1",
    )
    yield server.url
    server.stop()


def test_a_proxy_is_believed_about_https(proxied):
    assert ask(connect(proxied), "/")[0] == 301
    assert ask(connect(proxied), "/", **{"X-Forwarded-Proto": "https"})[0] == 200


def test_where_it_is_full_who_waits_longest_makes_room(proxied):
    held = [send(proxied, POST) for _ in range(30)]
    assert ask(connect(proxied), "/livez")[0] == 200
    assert read_all(held[0]) == b""


def test_requests_on_their_way_are_answered_before_it_stops(transactional_db, tmp_path):
    server = Server(tmp_path, WEB_CONCURRENCY="1")
    length = b"Content-Length: %d\r\n\r\n" % len(SEVEN_JSON)
    connection = send(server.url, POST_JSON + length + SEVEN_JSON[:-1])
    ask(connect(server.url), "/livez")  # so the half has been received
    server.process.send_signal(signal.SIGTERM)
    server.wait_for(lambda: "Handling signal: term" in server.log)
    connection.sendall(SEVEN_JSON[-1:])
    head = read_all(connection).partition(b"\r\n\r\n")[0]
    assert head.startswith(b"HTTP/1.1 201 ")
    assert b"\r\nConnection: close" in head  # none is sent into a closed connection
    assert server.stop() == 0
