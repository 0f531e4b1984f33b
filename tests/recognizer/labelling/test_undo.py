"""What is taken back: a label, a place in the queue, many labels at once."""

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import Overtaken, label_drawing
from recognizer.labelling.undo import undo_change, undo_changes
from recognizer.models import Drawing, LabelChange, Reason
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_undo_brings_back_label_and_place_in_the_queue(drawing, staff):
    keep_claim(drawing, 1)
    label_drawing(drawing, 7, by=staff)
    change = label_drawing(drawing, 2, by=staff)
    undo_change(change, by=staff)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.labelled_by, drawing.waits_for) == (7, staff, None)
    undo_change(LabelChange.objects.earliest("pk"), by=staff)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (None, Reason.CLAIM)


def test_undo_of_the_first_label_waits_for_what_has_come_since(drawing, staff):
    change = label_drawing(drawing, 1, by=staff)
    keep_claim(drawing, 3)
    undo_change(change, by=staff)
    assert reason(drawing) == Reason.CLAIM


def test_undo_brings_back_who_set_the_label_and_not_who_confirmed_it(
    drawing, staff, other, django_user_model
):
    first = label_drawing(drawing, 3, by=staff)
    label_drawing(drawing, 3, by=other)
    third = django_user_model.objects.create_user("third")
    undo_change(label_drawing(drawing, 5, by=third), by=third)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.labelled_by) == (3, staff)
    assert drawing.labelled_at == first.created_at


def test_a_drawing_that_has_no_label_again_is_asked_of_all(
    drawing, staff, other, settings
):
    settings.UNSURE_MARGIN = 1
    label_drawing(drawing, 3, by=staff)
    label_drawing(drawing, None, by=staff)
    undo_change(label_drawing(drawing, 5, by=other), by=other)
    assert drawing in Drawing.objects.waiting(staff)
    assert drawing in Drawing.objects.waiting(other)


@pytest.mark.parametrize("together", [False, True])
def test_undo_of_what_the_release_before_set_over_a_number_brings_it_back(
    drawing, staff, other, together
):
    """It takes a number for 'not a digit', and writes so."""
    label_drawing(drawing, "47", by=staff)
    facts = {"label": 3, "labelled_by": other}
    Drawing.objects.filter(pk=drawing.pk).update(**facts)
    change = LabelChange.objects.create(
        drawing=drawing, from_label=10, to_label=3, by=other
    )
    if together:
        assert undo_changes([change.pk], by=other) == 1
    else:
        undo_change(change, by=other)
    drawing.refresh_from_db()
    assert (drawing.label_value, drawing.labelled_by) == ("47", staff)
    assert LabelChange.objects.latest("pk").to_value == "47"


def test_undo_twice_is_undo_once(drawing, staff):
    change = label_drawing(drawing, 7, by=staff)
    assert undo_change(change, by=staff) == undo_change(change, by=staff)
    assert LabelChange.objects.count() == 2


def test_what_another_has_labelled_since_is_not_undone(drawing, staff, other):
    change = label_drawing(drawing, 7, by=staff)
    label_drawing(drawing, 1, by=other)
    with pytest.raises(Overtaken, match="other has labelled"):
        undo_change(change, by=staff)


def test_many_changes_are_undone_as_one_by_one(drawing, staff, other):
    kept, disputed = (recognise(png(SEVEN)).drawing for _ in range(2))
    first = label_drawing(disputed, 3, by=staff)
    for one, digit in ((drawing, 7), (drawing, 1), (disputed, 5), (kept, 1)):
        label_drawing(one, digit, by=other)
    label_drawing(kept, 7, by=staff)
    keep_claim(drawing, 2)
    assert undo_changes(ids_by(other), by=staff) == 3
    for row in (drawing, disputed, kept):
        row.refresh_from_db()
    assert (drawing.label, drawing.labelled_by) == (None, None)
    assert (drawing.waits_for, kept.label) == (Reason.CLAIM, 7)
    assert (disputed.label, disputed.waits_for) == (3, None)
    assert (disputed.labelled_by, disputed.labelled_at) == (staff, first.created_at)
    backs = drawing.label_changes.filter(by=staff).order_by("pk")
    assert [(one.from_label, one.to_label) for one in backs] == [(1, 7), (7, None)]


def ids_by(reviewer):
    changes = LabelChange.objects.filter(by=reviewer)
    return list(changes.values_list("pk", flat=True))


def test_what_is_undone_already_is_not_undone_again(drawing, staff):
    change = label_drawing(drawing, 7, by=staff)
    undo_change(change, by=staff)
    assert undo_changes([change.pk], by=staff) == 0
    assert LabelChange.objects.count() == 2


def reason(drawing):
    return Drawing.objects.get(pk=drawing.pk).waits_for
