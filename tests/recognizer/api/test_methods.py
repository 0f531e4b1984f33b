"""HEAD, OPTIONS and other methods, and what caches are told, at each address."""

import pytest
from django.urls import get_resolver, reverse
from rest_framework.test import APIClient

from recognizer.jobs.submission import submit
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, data_url, png

LIST = "/api/v1/predictions/"
METHODS = {  # by the name of the address
    "prediction-list": "GET, HEAD, POST, DELETE",
    "batch": "POST",
    "prediction-detail": "GET, HEAD, DELETE",
    "picture": "GET, HEAD",
    "tile": "GET, HEAD",
    "claim": "POST, DELETE",
    "label": "POST",
    "version-list": "GET, HEAD",
    "job": "GET, HEAD",
}
READ = [name for name, methods in METHODS.items() if "GET" in methods]
pytestmark = pytest.mark.django_db


@pytest.fixture
def address(api, staff):
    """Where the visitor's own drawing is, by the name of the address.

    A job's is told to staff alone: it logs in.
    """
    body = {"image": data_url(png(SEVEN))}
    drawing = api.post(LIST, body, format="json").json()["id"]
    job = submit("evaluate", {"version": "base"})

    def find(name):
        if name == "job":
            api.force_login(staff)
            return reverse("api:job", args=[job.pk])
        takes_id = name not in ("prediction-list", "batch", "version-list")
        return reverse(f"api:{name}", args=[drawing] if takes_id else [])

    return find


def test_all_addresses_are_known_here():
    names = get_resolver("recognizer.api.urls").reverse_dict.keys()
    assert {name for name in names if isinstance(name, str)} == set(METHODS)


def allowed(reply):
    return set(reply["Allow"].split(", "))


@pytest.mark.parametrize("name", METHODS)
def test_options_names_the_methods_and_no_other_is_taken(api, address, name):
    known = {*METHODS[name].split(", "), "OPTIONS"}
    reply = api.options(address(name))
    assert (reply.status_code, reply.content) == (204, b"")
    assert allowed(reply) == known
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - known:
        refused = api.generic(method, address(name))
        if refused.status_code != 401:  # whoever may not label learns it first
            assert (refused.status_code, allowed(refused)) == (405, known)


@pytest.mark.parametrize("name", READ)
def test_head_is_get_without_its_body(api, address, name):
    read, head = api.get(address(name)), api.head(address(name))
    assert (head.status_code, head.content) == (200, b"")
    for header in ("Content-Type", "Cache-Control", "Vary", "Allow"):
        assert head.get(header) == read.get(header)
    assert APIClient().head(address(name)).status_code in (200, 401, 404)


@pytest.mark.parametrize("name", READ)
def test_what_is_known_is_not_sent_again(api, address, name):
    first = api.get(address(name))
    assert "no-cache" in first["Cache-Control"]
    again = api.get(address(name), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    other = api.get(address(name), headers={"If-None-Match": '"other"'})
    assert other.content == first.content


def test_a_claim_is_another_answer(api, address):
    names = "prediction-detail", "prediction-list"
    for claim in ({"digit": 1}, {"digit": None}, {"number": "42"}, {"number": "47"}):
        tags = {name: api.get(address(name))["ETag"] for name in names}
        api.post(address("claim"), claim, format="json")
        for name, tag in tags.items():
            known = {"If-None-Match": tag}
            assert api.get(address(name), headers=known).status_code == 200


@pytest.mark.parametrize("name", [name for name in READ if name != "version-list"])
def test_an_answer_varies_with_who_asks_and_in_which_language(api, address, name):
    varies = set(api.get(address(name))["Vary"].split(", "))
    assert varies >= {"Authorization", "Cookie", "Origin", "Accept-Language"}


def test_what_is_sent_is_kept_by_no_cache(api, address):
    for name in ("batch", "claim", "label"):
        assert "no-store" in api.post(address(name), {}, format="json")["Cache-Control"]
    assert Drawing.objects.count() == 1
