"""Where one page of drawings ends, the next begins."""

from datetime import UTC, datetime

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, Reason
from tests.support.drawings import ONE, SEVEN, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REVIEW = "/admin/recognizer/drawing/review/"


def page_by_page(admin, query):
    """The drawings of each page in turn, as far as there is a next one."""
    address = f"{REVIEW}?{query}"
    while address:
        page = admin.get(address)
        assert page.status_code == 200
        yield page.context["drawings"]
        address = page.context["next"]


@pytest.mark.parametrize(
    "query",
    [
        "apart=on",
        "apart=on&everything=on",
        "apart=on&grouped=on",
        "apart=on&everything=on&grouped=on",
    ],
)
def test_drawings_that_only_their_ids_order_are_shown_once_each(
    admin, monkeypatch, query
):
    for strokes in (SEVEN, ONE, SEVEN):
        recognise(png(strokes))
    for _ in range(2):
        Drawing.objects.create(picture=b"never answered")
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    Drawing.objects.update(waits_for=Reason.UNSURE, rank=0.5, created_at=moment)
    (all_at_once,) = page_by_page(admin, query)
    assert len(all_at_once) == 5
    monkeypatch.setattr("recognizer.review.filters.PAGE", 2)
    pages = list(page_by_page(admin, query))
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [drawing for page in pages for drawing in page] == all_at_once
