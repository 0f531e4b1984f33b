"""One client may send so many drawings a minute, and no more."""

from itertools import count

import pytest

from recognizer.api.throttling import AddressThrottle
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def draw(api, monkeypatch):
    """Post another drawing where two a minute are kept; returns the response."""
    monkeypatch.setitem(AddressThrottle.THROTTLE_RATES, "drawings", "2/min")
    pens = count(10)

    def post(forwarded="192.0.2.1", query=""):
        return api.post(
            f"{URL}{query}",
            {"image": data_url(png(SEVEN, pen=next(pens)))},
            format="json",
            headers={"X-Forwarded-For": forwarded},
        )

    return post


def statuses(draw, *addresses):
    return [draw(address).status_code for address in addresses]


def test_too_many_requests_are_told_when_to_come_back(draw):
    assert [draw().status_code for _ in range(2)] == [201, 201]
    last = draw()
    assert last.status_code == 429
    assert 0 < int(last["Retry-After"]) <= 60
    assert "Too many" in last.json()["detail"]


def test_a_forwarded_address_does_not_escape_the_throttle(draw):
    addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
    assert statuses(draw, *addresses) == [201, 201, 429]


@pytest.mark.parametrize(
    "addresses",
    [
        ["192.0.2.1:1001", "192.0.2.1:1002", "192.0.2.1"],
        ["2001:db8::1", "[2001:db8::2]:1002", "2001:db8:0:0:3::"],
        ["garbage", "rubbish", ""],
    ],
)
def test_another_port_or_address_of_one_network_does_not_either(
    draw, settings, addresses
):
    settings.NUM_PROXIES = 1
    assert statuses(draw, *addresses) == [201, 201, 429]


def test_behind_a_proxy_each_client_has_its_own_count(draw, settings):
    settings.NUM_PROXIES = 1
    addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::"]
    assert statuses(draw, *addresses) == [201] * 5


def test_live_answers_have_a_count_of_their_own(draw, monkeypatch):
    monkeypatch.setitem(AddressThrottle.THROTTLE_RATES, "live", "3/min")
    live = [draw(query="?keep=false").status_code for _ in range(4)]
    assert live == [200, 200, 200, 429]
    assert [draw().status_code for _ in range(3)] == [201, 201, 429]


@pytest.mark.parametrize("address", [URL, "/api/v1/versions/"])
def test_reading_a_list_leaves_the_drawings_their_count(draw, api, address):
    for _ in range(3):
        assert api.get(address).status_code == 200
    assert draw().status_code == 201


def test_lists_are_read_so_often_and_no_more(api, monkeypatch):
    monkeypatch.setitem(AddressThrottle.THROTTLE_RATES, "lists", "2/min")
    replies = api.get(URL), api.head(URL), api.get(URL), api.head(URL)
    assert [reply.status_code for reply in replies] == [200, 200, 429, 429]


def test_deleting_has_no_limit(draw, api, monkeypatch):
    monkeypatch.setitem(AddressThrottle.THROTTLE_RATES, "lists", "1/min")
    assert [api.delete(URL).status_code for _ in range(3)] == [204] * 3
