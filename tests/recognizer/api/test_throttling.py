"""One client may send so many drawings a minute, and no more."""

from itertools import count

import pytest

from recognizer.accounts import limits
from recognizer.accounts.process_counts import ProcessCounts
from tests.support.drawings import DIGITS, SEVEN, data_url, png
from tests.support.keys import URL, bearer, client_with, send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("fresh_counts"),
]


@pytest.fixture
def draw(api, settings):
    """Post another drawing where two a minute are kept; returns the response."""
    settings.THROTTLE_ANON = "2/min"
    pens = count(10)

    def post(forwarded="192.0.2.1", query="", known=False):
        if not known:
            api.cookies.clear()
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


def test_live_answers_have_a_count_of_their_own(draw, settings):
    settings.THROTTLE_LIVE = "3/min"
    live = [draw(query="?keep=false").status_code for _ in range(4)]
    assert live == [200, 200, 200, 429]
    assert [draw().status_code for _ in range(3)] == [201, 201, 429]


@pytest.mark.parametrize("address", [URL, "/api/v1/versions/"])
def test_reading_a_list_leaves_the_drawings_their_count(draw, api, address):
    for _ in range(3):
        assert api.get(address).status_code == 200
    assert draw().status_code == 201


@pytest.mark.parametrize("address", [URL, "/api/v1/versions/"])
def test_so_much_is_read_and_no_more(api, settings, address):
    settings.THROTTLE_READS = "2/min"
    replies = api.get(address), api.head(address), api.get(address), api.head(address)
    assert [reply.status_code for reply in replies] == [200, 200, 429, 429]
    assert replies[2].json()["detail"] == "Too many requests at once. Wait a moment."


def test_deleting_counts_as_reading(draw, api, settings):
    settings.THROTTLE_READS = "1/min"
    assert [api.delete(URL).status_code for _ in range(2)] == [204, 429]
    assert draw().status_code == 201


def test_who_draws_counts_for_their_address_and_as_themselves(draw, api, settings):
    settings.NUM_PROXIES = 1
    assert draw("192.0.2.1").status_code == 201  # sets the cookie of a new visitor
    elsewhere = [draw(f"192.0.2.{n}", known=True).status_code for n in (2, 3, 4)]
    assert elsewhere == [201, 201, 429]
    assert statuses(draw, "192.0.2.1", "192.0.2.1") == [201, 429]


def test_who_reads_their_own_leaves_the_address_its_count(draw, api, settings):
    settings.THROTTLE_READS = "2/min"
    draw()
    assert [api.get(URL).status_code for _ in range(3)] == [200, 200, 429]
    api.cookies.clear()
    assert api.get(URL).status_code == 200


def test_a_key_has_a_rate_of_its_own(draw, settings):
    settings.THROTTLE_CLIENT = "3/min"
    client, _ = client_with()
    strokes = iter(DIGITS.values())
    assert [send(client, next(strokes)).status_code for _ in range(4)] == [
        *[201] * 3,
        429,
    ]
    assert client.get(URL)["RateLimit-Limit"] == "3"
    assert send(client_with()[0]).status_code == 201
    assert draw().status_code == 201


def test_keys_that_are_refused_count_for_their_address(api, settings):
    settings.THROTTLE_READS = "2/min"
    stranger = bearer("dsk_" + "0" * 64)
    answers = [stranger.get(URL) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[0]["RateLimit-Remaining"] == "1"


def test_each_answer_says_what_is_left(draw, api):
    answers = [draw(), api.post(URL, {"image": "?"}, format="json"), draw()]
    assert [answer.status_code for answer in answers] == [201, 400, 429]
    assert [answer["RateLimit-Limit"] for answer in answers] == ["2"] * 3
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert all(0 < int(answer["RateLimit-Reset"]) <= 60 for answer in answers)
    assert int(answers[2]["Retry-After"]) == int(answers[2]["RateLimit-Reset"])


def test_where_there_is_no_limit_nothing_is_said_of_one(api):
    assert not any(name.startswith("RateLimit") for name in api.get(URL).headers)


def send_batch(api, number):
    pictures = [data_url(png(DIGITS[digit])) for digit in range(number)]
    return api.post(f"{URL}batch/", {"images": pictures}, format="json")


def test_a_batch_counts_its_pictures(api, settings):
    settings.THROTTLE_ANON = "5/min"
    answers = [send_batch(api, number) for number in (3, 3, 1)]
    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0"]


def test_a_batch_that_is_refused_is_told_when_it_will_not_be(
    draw, api, settings, monkeypatch
):
    settings.THROTTLE_ANON = "5/min"
    seconds = iter([0, 0, 10, 20, 30, 30, 30, 80, 80])
    monkeypatch.setattr(limits, "limiter", ProcessCounts(lambda: next(seconds)))
    assert [draw().status_code for _ in range(3)] == [201] * 3  # at 0, 10 and 20
    refused = send_batch(api, 4)  # counts for one, and needs four when it comes again
    assert (refused.status_code, refused["Retry-After"]) == (429, "50")
    assert send_batch(api, 4).status_code == 200
