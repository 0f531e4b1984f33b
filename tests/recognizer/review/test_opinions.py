"""Reviewers are told of others' opinions, but not too early."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.second_opinions import ask_for_second_opinions
from tests.support.drawings import ONE, png
from tests.support.html import parse
from tests.support.keystrokes import REVIEW, press

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_second_opinion_is_asked_for_without_telling_the_first(
    admin, drawing, staff, other
):
    label_drawing(drawing, 10, by=other)
    page = admin.get(REVIEW).content.decode()
    assert "Second opinion" in page
    assert "Label: " not in page
    told = press(admin, staff, 10, drawing).json()["drawings"][0]
    assert told["says"] == "anna says so too."


def test_an_odd_correction_is_first_and_both_pages_say_that_it_waits(
    admin, drawing, staff, other
):
    assert "second opinion" not in admin.get(REVIEW).content.decode()
    label_drawing(recognise(png(ONE)).drawing, 1, by=staff)
    label_drawing(drawing, 1, by=other)
    ask_for_second_opinions([drawing.pk])
    for address in (REVIEW, "/admin/recognizer/modelversion/"):
        page = parse(admin.get(address))
        link = page.one("a", href=f"{REVIEW}?reason=0")
        assert link.text == "1 correction waits for a second opinion"
    page = parse(admin.get(f"{REVIEW}?reason=0"))
    assert page.one("li", class_="cell").all("span", "Unlike others so labelled")
    told = press(admin, staff, 1, drawing).json()["drawings"][0]
    assert (told["says"], told["waits_for"]) == ("anna says so too.", None)


def test_a_third_look_is_told_both_opinions(admin, drawing, staff, other):
    label_drawing(drawing, 7, by=staff)
    label_drawing(drawing, 1, by=other)
    assert "Label: One or Seven?" in admin.get(REVIEW).content.decode()
    told = press(admin, staff, 1, drawing).json()["drawings"][0]
    assert (told["says"], told["waits_for"]) == ("Settled.", None)


def test_a_label_that_is_asked_of_another_too_says_so(admin, drawing, staff):
    told = press(admin, staff, 10, drawing).json()["drawings"][0]
    assert told["waits_for"] == "Second opinion"
