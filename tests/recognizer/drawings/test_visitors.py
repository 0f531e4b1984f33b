"""A visitor is known again by a signed cookie, and by nothing else."""

from django.http import HttpResponse
from django.test import RequestFactory

from recognizer.drawings.visitors import (
    COOKIE,
    new_owner,
    owner_of,
    remember_visitor,
)


def request_with(cookie=None):
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES[COOKIE] = cookie
    return request


def cookie_of(owner):
    response = HttpResponse()
    remember_visitor(response, owner)
    return response.cookies[COOKIE]


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
