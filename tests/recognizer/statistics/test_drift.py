"""The statistics page's charts of drift."""

import pytest

from tests.support.drift import keep_day, yesterday

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PAGE = "/admin/recognizer/drawing/statistics/"


def sentences(admin):
    return " ".join(admin.get(PAGE).content.decode().split())


def test_the_page_says_since_when_a_measure_is_unusual(admin, validated):
    keep_day(yesterday(), pen=30)
    page = sentences(admin)
    assert page.count(f"<title>{yesterday():%-d %b}: ") == 5  # drawings, four measures
    assert f"Pen width: <strong>unusual since {yesterday():%-d %b %Y}</strong>" in page
    assert "(unusual)</td>" in page


def test_a_version_without_enough_drawings_a_day_has_no_chart(admin):
    keep_day(yesterday(), n=199)
    assert "Too few drawings on each of these days." in sentences(admin)
