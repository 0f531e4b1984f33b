"""What several admin pages show alike."""

import pytest

from recognizer.admin.display import drawing_links
from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import SEVEN, png
from tests.support.html import parse

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def twins():
    return [recognise(png(SEVEN)).drawing for _ in range(3)]


def test_a_drawings_page_shows_its_twins_and_what_they_are_labelled(
    twins, admin, staff
):
    label_drawing(twins[0], 7, by=staff)
    page = parse(admin.get(f"/admin/recognizer/drawing/{twins[1].pk}/change/"))
    others = page.one("div", class_="twins")
    assert others.all("img", src=f"/admin/recognizer/drawing/{twins[0].pk}/picture/")
    assert others.all("a", href=f"/admin/recognizer/drawing/{twins[2].pk}/change/")
    assert sorted(link.text for link in others.all("a")) == ["Seven", "no label"]


def test_of_many_twins_a_few_are_shown(twins):
    assert "and 1 more" in drawing_links(Drawing.objects.twins_of(twins[0]), most=1)
    assert drawing_links(Drawing.objects.none()) == "-"
