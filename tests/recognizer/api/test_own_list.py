"""GET and DELETE /api/v1/predictions/: a visitor's own drawings, and nobody else's."""

import pytest
from rest_framework.test import APIClient

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, Prediction
from tests.support.drawings import DIGITS, data_url, png

URL = "/api/v1/predictions/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def draw(client, digit=7, **how):
    body = {"image": data_url(png(DIGITS[digit], **how))}
    return client.post(URL, body, format="json").json()


@pytest.fixture
def five(api):
    """Five drawings of the visitor; their ids, the newest first."""
    drawings = [draw(api, pen=10 + n) for n in range(5)]
    return [drawing["id"] for drawing in reversed(drawings)]


def ids(page):
    return [answer["id"] for answer in page["results"]]


def test_each_is_shown_as_it_was_answered_the_newest_first(api):
    answers = [draw(api, digit) for digit in (1, 7)]
    page = api.get(URL).json()
    for answer in answers:
        del answer["tile"]  # it has an address of its own
    assert page == {"next": None, "previous": None, "results": answers[::-1]}


def test_each_has_its_claim(api):
    api.post(draw(api)["url"] + "claim/", {"digit": None}, format="json")
    draw(api, 1)
    claims = [answer["claim"] for answer in api.get(URL).json()["results"]]
    assert claims == [None, {"digit": None, "number": None, "word": "Not a digit"}]


def test_pages_follow_one_another_both_ways(api, five):
    first = api.get(URL, {"page_size": 3}).json()
    second = api.get(first["next"]).json()
    assert ids(first) + ids(second) == five
    assert (len(ids(first)), second["next"]) == (3, None)
    assert ids(api.get(second["previous"]).json()) == ids(first)


def test_what_is_drawn_meanwhile_shifts_no_page(api, five):
    first = api.get(URL, {"page_size": 3}).json()
    draw(api, 1)
    api.delete(f"{URL}{five[0]}/")
    assert ids(api.get(first["next"]).json()) == five[3:]


@pytest.mark.parametrize(
    ("size", "count"), [(None, 20), ("21", 21), ("1000", 60), ("0", 20), ("x", 20)]
)
def test_a_page_has_20_or_as_many_as_is_asked_up_to_60(api, size, count):
    answer = Prediction.objects.get(drawing=draw(api)["id"])
    drawings = [copy_of(answer.drawing) for _ in range(61)]
    Drawing.objects.bulk_create(drawings)
    Prediction.objects.bulk_create(copy_of(answer, drawing=row) for row in drawings)
    page = api.get(URL, {"page_size": size} if size else {}).json()
    assert len(ids(page)) == count
    assert page["next"]


def copy_of(row, **changes):
    """Another row with the same values; of a drawing, one that may be there twice."""
    values = {field.name: getattr(row, field.name) for field in row._meta.fields}
    del values["id"]
    if isinstance(row, Drawing):
        values["kept_once"] = False
    return type(row)(**values | changes)


@pytest.mark.parametrize("size", [1, 5])
def test_a_page_is_read_by_one_query_without_pictures(
    api, five, size, django_assert_num_queries
):
    # As of when a threshold stood above all: then the version is asked for its own.
    Prediction._base_manager.update(confidence=0.1)
    with django_assert_num_queries(1) as queries:
        assert len(ids(api.get(URL, {"page_size": size}).json())) == size
    assert "picture" not in queries[0]["sql"]


def test_others_drawings_are_not_shown(api):
    draw(api)
    recognise(png())  # nobody's
    assert APIClient().get(URL).json()["results"] == []


def test_a_damaged_cursor_is_refused(api):
    response = api.get(URL, {"cursor": "cD1ub3cK"})  # p=now
    assert response.status_code == 400
    assert "The cursor is damaged." in response.json()["detail"]


def test_the_list_is_kept_by_a_browser_that_asks_each_time(api):
    assert set(api.get(URL)["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_its_visitor_can_delete_them_all(api, five):
    others = draw(APIClient())["id"]
    assert api.delete(URL).status_code == 204
    assert [str(drawing.pk) for drawing in Drawing.objects.all()] == [others]
    assert api.get(URL).json()["results"] == []


def test_who_has_drawn_nothing_deletes_nothing(api, five):
    assert APIClient().delete(URL).status_code == 204
    assert Drawing.objects.count() == 5


def test_another_site_can_neither_read_nor_delete_them(api, five):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert api.get(URL, headers=headers).json()["results"] == []
    assert api.delete(URL, headers=headers).status_code == 204
    assert Drawing.objects.count() == 5
