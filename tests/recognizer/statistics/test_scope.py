"""Which drawings count."""

from datetime import UTC, date, datetime

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing
from recognizer.statistics.scope import Proportion, Scope
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 4, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 5, 0, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_counts_from_midnight_to_midnight(moment, counts):
    recognise(png(SEVEN))
    Drawing.objects.update(created_at=moment)
    assert Scope(DAY, DAY).drawings().exists() is counts


def test_drawings_of_another_version_and_without_an_answer_do_not_count():
    answered = recognise(png(SEVEN)).drawing
    Drawing.objects.create(picture=b"never answered")
    Drawing.objects.update(created_at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert Scope(DAY, DAY).drawings().count() == 2
    assert Scope(DAY, DAY).answered().get() == answered
    assert Scope(DAY, DAY, "base").answered().get() == answered
    assert not Scope(DAY, DAY, "v0002").answered().exists()


def test_a_share_of_nothing_is_none_of_it():
    assert Proportion().value == 0
    assert Proportion(3, 4).value == 0.75
    low, high = Proportion(3, 4).interval
    assert 0 < low < 0.75 < high < 1
