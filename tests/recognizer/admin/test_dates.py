"""Staff pages write a moment in one form, with its zone."""

from datetime import UTC, datetime

import pytest

from recognizer.models import Drawing, LabelChange, Promotion

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MOMENT, AS_TEXT = datetime(2026, 3, 2, 15, 4, tzinfo=UTC), "2 Mar 2026 15:04 UTC"


@pytest.fixture
def old(drawing, second, staff):
    """A drawing, a change of its label and a promotion, all of one minute."""
    LabelChange.objects.create(drawing=drawing, to_label=7, by=staff, created_at=MOMENT)
    Promotion.objects.create(version=second, why="better", created_at=MOMENT)
    Drawing.objects.update(created_at=MOMENT)
    return drawing


@pytest.mark.parametrize(
    "page",
    [
        "drawing/",
        "drawing/{drawing.pk}/change/",
        "labelchange/",
        "promotion/",
        "modelversion/{base.pk}/promote/",
    ],
)
def test_a_moment_is_written_in_one_form_with_its_zone(admin, old, base, page):
    url = f"/admin/recognizer/{page.format(drawing=old, base=base)}"
    assert AS_TEXT in admin.get(url).content.decode()


def test_the_statistics_say_whose_days_they_are(admin, old):
    days = "?since=2026-03-01&until=2026-03-02"
    page = admin.get(f"/admin/recognizer/drawing/statistics/{days}").content.decode()
    assert "Drawn from 1 Mar 2026 to 2 Mar 2026 (UTC)" in page
