"""All drawings, page by page."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_pages_miss_nobody_and_show_nobody_twice(monkeypatch):
    drawings = [recognise(png(DIGITS[digit])).drawing for digit in (1, 3, 7)]
    Drawing.objects.filter(pk__in=[row.pk for row in drawings[:2]]).update(
        created_at=drawings[2].created_at
    )
    monkeypatch.setattr("recognizer.models.queries.PAGE", 1)
    ids = [pk for page in Drawing.objects.all().id_pages() for pk in page]
    assert ids == sorted(row.pk for row in drawings)
