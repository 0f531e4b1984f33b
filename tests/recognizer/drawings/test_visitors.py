"""A visitor is known again by a signed cookie, and by nothing else."""

import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from recognizer.drawings.visitors import (
    COOKIE,
    DAY,
    new_owner,
    owner_of,
    remember_visitor,
)

HOME = {"Sec-Fetch-Site": "same-origin"}
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
PLAIN_HTTP = {"Origin": "http://testserver"}
CROSS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty"}
SISTER = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "empty"}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}
OLD_FORM = {"Origin": "http://evil.example"}


def request_with(cookie=None, method="GET", **headers):
    request = RequestFactory().generic(method, "/", headers=headers)
    if cookie is not None:
        request.COOKIES[COOKIE] = cookie
    return request


def cookies_for(owner, request):
    response = HttpResponse()
    remember_visitor(request, response, owner)
    return response.cookies


def cookie_of(owner):
    return cookies_for(owner, request_with())[COOKIE]


def test_who_was_remembered_is_known_again():
    owner = new_owner()
    assert owner_of(request_with(cookie_of(owner).value)) == owner


def test_who_has_no_cookie_or_a_changed_one_is_nobody():
    signed = cookie_of(new_owner()).value
    assert owner_of(request_with()) == ""
    assert owner_of(request_with("x" + signed)) == ""


def test_no_two_visitors_are_the_same():
    assert len({new_owner() for _ in range(100)}) == 100


def test_neither_scripts_nor_other_sites_can_use_the_cookie(settings):
    settings.HTTPS = True
    cookie = cookie_of("somebody")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("POST", {}),  # a program
        ("POST", HOME),
        ("POST", PLAIN_HTTP),
        ("POST", {"Sec-Fetch-Site": "none"}),  # typed, or a bookmark
        ("GET", LINK),
    ],
)
def test_a_visitor_of_our_own_is_known_and_remembered(method, headers):
    request = request_with(cookie_of("anna").value, method, **headers)
    assert owner_of(request) == "anna"
    assert COOKIE in cookies_for("anna", request_with(None, method, **headers))


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", LINK),  # another site's form
        ("GET", CROSS),
        ("GET", FRAME),
        ("POST", SISTER),
        ("POST", OLD_FORM),
        ("POST", {"Origin": "null"}),
        ("POST", {"Origin": "http://["}),
    ],
)
def test_another_site_neither_uses_nor_sets_the_cookie(method, headers):
    request = request_with(cookie_of("anna").value, method, **headers)
    assert owner_of(request) == ""
    assert not cookies_for("anna", request)
    assert not cookies_for("anna", request_with(None, method, **headers))


@pytest.mark.parametrize(("days", "renewed"), [(29, False), (31, True), (400, True)])
def test_who_comes_back_keeps_the_cookie_for_another_year(monkeypatch, days, renewed):
    cookie = cookie_of("anna").value
    later = time.time() + days * DAY
    monkeypatch.setattr(time, "time", lambda: later)
    request = request_with(cookie)
    assert owner_of(request) == "anna"
    assert (COOKIE in cookies_for("anna", request)) == renewed
