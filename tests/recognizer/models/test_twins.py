"""Which drawings are the same, and how such are counted."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import ONE, SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_the_same_picture_and_the_same_tile_are_twins(drawing):
    again = recognise(png(SEVEN)).drawing
    elsewhere = recognise(png(SEVEN, size=0.4)).drawing
    Drawing.objects.filter(pk=elsewhere.pk).update(tile_hash=drawing.tile_hash)
    assert set(Drawing.objects.twins_of(drawing)) == {again, elsewhere}


def test_a_drawing_without_a_hash_has_no_twins(drawing):
    Drawing.objects.update(tile_hash="", picture_hash="")
    recognise(png(SEVEN))
    Drawing.objects.filter(pk=drawing.pk).update(picture_hash="", tile_hash="")
    drawing.refresh_from_db()
    assert not Drawing.objects.twins_of(drawing).exists()


@pytest.fixture
def twins():
    return [recognise(png(SEVEN)).drawing for _ in range(3)]


def test_of_twins_one_is_counted_the_one_that_was_labelled_last(twins, staff):
    alone = recognise(png(ONE)).drawing
    for drawing in (twins[2], twins[0], alone):
        label_drawing(drawing, 7, by=staff)
    assert set(Drawing.objects.distinct_tiles()) == {twins[0], alone}
    assert set(Drawing.objects.labelled().distinct_tiles()) == {twins[0], alone}


def test_a_twin_that_is_filtered_out_does_not_hide_the_others(twins, staff):
    label_drawing(twins[1], 7, by=staff)
    unlabelled = Drawing.objects.filter(label=None).distinct_tiles()
    assert unlabelled.get() == min(twins[0], twins[2], key=lambda twin: twin.pk)


def test_drawings_without_a_tile_are_counted_each(twins):
    Drawing.objects.update(tile_hash="")
    assert Drawing.objects.distinct_tiles().count() == 3
