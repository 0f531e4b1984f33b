"""A drawing's page: what it is called, what was answered, what is beside it."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import ONE, SEVEN, png
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST = "/admin/recognizer/drawing/"


@pytest.fixture
def drawings(settings):
    """Four, the newest first, as the list has them; the third is a one."""
    kept = [recognise(png(strokes)).drawing for strokes in (SEVEN, ONE, SEVEN, SEVEN)]
    return kept[::-1]


def open_page(admin, drawing, filters=""):
    return parse(admin.get(f"{LIST}{drawing.pk}/change/{filters}"))


def follow(admin, page, name):
    return parse(admin.get(page.one("a", name).attributes["href"]))


def shown(page):
    (picture,) = page.one("div", class_="seen").all("img", class_="drawing")
    return picture.attributes["src"].split("/")[-3]


def test_the_heading_is_what_it_was_read_as_or_is_labelled(admin, drawing, staff):
    Drawing.objects.update(created_at="2026-11-26T10:00Z")
    heading = open_page(admin, drawing).one("h1").text
    assert heading == "Read as Seven, drawn 26 Nov 2026"
    label_drawing(drawing, 1, by=staff)
    page = open_page(admin, drawing)
    assert page.one("h1").text == "One, drawn 26 Nov 2026"
    assert str(drawing.pk) not in page.text


def test_picture_tile_and_all_probabilities_are_side_by_side(admin, drawing):
    seen = open_page(admin, drawing).one("div", class_="seen")
    assert seen.all("img", src=f"{LIST}{drawing.pk}/picture/")
    assert seen.all("img", src=f"{LIST}{drawing.pk}/tile/")
    assert "base answered Seven" in seen.text
    assert [row.text for row in seen.all("th")][::10] == ["Zero", "Not a digit"]
    assert len(seen.all("svg", class_="bar")) == 11
    assert seen.one("tr", class_="answer").text.startswith("Seven")


def test_a_drawing_that_was_never_answered_has_a_page(admin):
    drawing = Drawing.objects.create(picture=png(SEVEN))
    page = open_page(admin, drawing)
    assert "never answered" in page.one("h1").text
    assert not page.all("img", class_="tile")


def test_previous_and_next_go_through_the_list(admin, drawings):
    page = open_page(admin, drawings[1])
    assert shown(follow(admin, page, "Previous")) == str(drawings[0].pk)
    page = follow(admin, follow(admin, page, "Next"), "Next")
    assert shown(page) == str(drawings[3].pk)
    assert not page.all("a", "Next")


def test_previous_and_next_keep_the_lists_filter_and_order(admin, drawings):
    filters = "?_changelist_filters=answer%3D7%26o%3D7"  # sevens, the oldest first
    page = open_page(admin, drawings[3], filters)
    assert not page.all("a", "Previous")
    page = follow(admin, page, "Next")
    assert shown(page) == str(drawings[1].pk)
    assert shown(follow(admin, page, "Next")) == str(drawings[0].pk)


def test_previous_and_next_go_over_the_pages_of_the_list(admin, drawings, monkeypatch):
    monkeypatch.setattr("recognizer.admin.drawings.DrawingAdmin.list_per_page", 1)
    page = open_page(admin, drawings[0])
    for drawing in drawings[1:]:
        page = follow(admin, page, "Next")
        assert shown(page) == str(drawing.pk)


@pytest.mark.parametrize("filters", ["label%3Dsame", "p%3D99", "created_at__year%3D0"])
def test_a_drawing_that_the_list_does_not_have_has_none_beside_it(
    admin, drawings, filters
):
    page = open_page(admin, drawings[1], f"?_changelist_filters={filters}")
    assert not page.all("a", "Previous") + page.all("a", "Next")
