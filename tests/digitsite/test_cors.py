"""Scripts of other sites call the API where CORS_ORIGINS lets them, for nobody."""

import pytest

from digitsite.environment import env_cors_origins
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"
OTHER = "https://digits.example"
ALLOWED, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
pytestmark = pytest.mark.django_db


def ask_first(client, origin=OTHER, path=URL, headers="authorization,idempotency-key"):
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers,
    }
    return client.options(path, headers=asked)


@pytest.fixture
def let_in(settings):
    settings.CORS_ALLOWED_ORIGINS = [OTHER]


def test_no_other_site_is_let_in_by_default(api):
    assert ALLOWED not in ask_first(api)
    assert ALLOWED not in api.get(URL, headers={"Origin": OTHER})


def test_a_site_that_is_named_is_let_in(api, let_in):
    reply = ask_first(api)
    assert reply[ALLOWED] == OTHER
    asked = {"authorization", "content-type", "idempotency-key"}
    assert set(reply["Access-Control-Allow-Headers"].split(", ")) >= asked
    methods = reply["Access-Control-Allow-Methods"].split(", ")
    assert {"GET", "POST", "DELETE"} <= set(methods)
    assert CREDENTIALS not in reply


@pytest.mark.parametrize("origin", ["https://evil.example", "http://digits.example"])
def test_no_other_is(api, let_in, origin):
    assert ALLOWED not in ask_first(api, origin)


def test_its_script_may_read_what_the_answer_says(api, let_in):
    reply = api.get(f"{URL}nowhere", headers={"Origin": OTHER})
    assert (reply.status_code, reply[ALLOWED]) == (404, OTHER)
    names = reply["Access-Control-Expose-Headers"].split(", ")
    told = {"Location", "Retry-After", "RateLimit-Limit", "X-Request-ID", "ETag"}
    assert told <= set(names)
    assert "origin" in reply["Vary"].lower()


def test_it_acts_for_no_visitor(api, let_in):
    body = {"image": data_url(png(SEVEN))}
    own = api.post(URL, body, format="json").json()["url"]
    headers = {"Origin": OTHER, "Sec-Fetch-Site": "cross-site"}
    assert api.get(own, headers=headers).status_code == 404
    assert api.get(URL, headers=headers).json()["results"] == []
    reply = api.post(URL, body, format="json", headers=headers)
    assert (reply.status_code, reply[ALLOWED]) == (201, OTHER)
    assert not reply.cookies
    assert Drawing.objects.values("owner").distinct().count() == 2


def test_all_sites_may_be_let_in_but_never_with_cookies(api, settings):
    settings.CORS_ALLOW_ALL_ORIGINS = True
    reply = ask_first(api, "https://any.example")
    assert reply[ALLOWED] == "*"
    assert CREDENTIALS not in reply


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_only_the_api_is_open(client, let_in, path):
    assert ALLOWED not in client.get(path, headers={"Origin": OTHER})


@pytest.mark.parametrize("value", ["*,https://a.example", "a.example", "https://a/b"])
def test_a_wrong_origin_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("CORS_ORIGINS", value)
    with pytest.raises(Exception, match="CORS_ORIGINS"):
        env_cors_origins("CORS_ORIGINS")
