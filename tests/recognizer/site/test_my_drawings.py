"""A visitor's own drawings: page by page, the newest first."""

import pytest
from django.test import Client

from recognizer.drawings.recognition import keep_claim
from recognizer.models import Drawing
from recognizer.site import my_drawings
from tests.support.drawings import ONE, SEVEN, png
from tests.support.html import Element, parse
from tests.support.uploads import send_picture

pytestmark = pytest.mark.database


@pytest.fixture
def visitor(db):
    """A browser that sent a seven and then a one."""
    client = Client()
    send_picture(client, png(SEVEN))
    send_picture(client, png(ONE))
    return client


def words(page):
    return [cell.one("strong").text for cell in cells(page)]


def cells(page):
    (listed,) = page.all("ol", class_="cells") or [Element("ol", {})]
    return listed.all("li")


@pytest.mark.parametrize("path", ["/", "/drawings/"])
def test_own_drawings_come_newest_first_with_answer_and_claim(visitor, path):
    keep_claim(Drawing.objects.order_by("created_at").first(), 4)
    page = parse(visitor.get(path))
    assert words(page) == ["One", "Seven"]
    claims = [cell.one("span", class_="claimed").text for cell in cells(page)]
    assert claims == ["", "You: Four"]


def test_drawings_of_others_are_not_among_them(visitor):
    assert words(parse(Client().get("/drawings/"))) == []
    assert Client().get("/drawings/").status_code == 200


def test_older_ones_stand_on_further_pages(visitor, monkeypatch):
    monkeypatch.setattr(my_drawings, "PAGE_SIZE", 1)
    first = parse(visitor.get("/drawings/"))
    assert words(first) == ["One"]
    older = first.one("a", rel="next").attributes["href"]
    assert words(parse(visitor.get(f"/drawings/{older}"))) == ["Seven"]
    assert words(parse(visitor.get("/drawings/?page=seven"))) == ["One"]


@pytest.mark.parametrize("drawn", [2, 9])
def test_the_list_costs_as_many_queries_for_many_drawings(
    visitor, drawn, django_assert_max_num_queries
):
    for n in range(2, drawn):
        send_picture(visitor, png(SEVEN, size=0.3 + n / 30))
    with django_assert_max_num_queries(3):
        visitor.get("/drawings/")


def test_the_list_is_one_persons(visitor):
    response = visitor.get("/drawings/")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
