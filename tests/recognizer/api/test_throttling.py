"""One client may send so many drawings a minute, and no more."""

import pytest

from recognizer.api.throttling import AddressThrottle
from tests.support.drawings import SEVEN, data_url, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def draw(api, monkeypatch):
    """Post a drawing where two a minute are allowed; returns the response."""
    monkeypatch.setitem(AddressThrottle.THROTTLE_RATES, "drawings", "2/min")

    def post(forwarded="192.0.2.1"):
        return api.post(
            "/api/v1/predictions/",
            {"image": data_url(png(SEVEN))},
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


def test_reading_the_versions_leaves_the_drawings_their_count(draw, api):
    for _ in range(3):
        assert api.get("/api/v1/versions/").status_code == 200
    assert draw().status_code == 201
