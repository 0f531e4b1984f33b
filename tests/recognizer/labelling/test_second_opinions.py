"""Corrections that are unlike all else train once somebody has confirmed them."""

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.finetuning.selection import select
from recognizer.labelling.doubtful import confirm_doubtful
from recognizer.labelling.labels import confirm, label_drawing
from recognizer.labelling.second_opinions import (
    ask_for_second_opinions,
    corrections_waiting,
)
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing, Reason
from recognizer.review.cells import fill_cells
from tests.support.drawings import ONE, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def asked(drawing, staff, other):
    """`staff` has called it a one, which nothing speaks for; `other` labels too."""
    label_drawing(recognise(png(ONE)).drawing, 1, by=other)
    label_drawing(drawing, 1, by=staff)
    ask_for_second_opinions([drawing.pk])
    return Drawing.objects.with_answer().get(pk=drawing.pk)


def is_confirmed(drawing):
    chosen = select(holdout=0.5)
    rows = {row.pk: row for row in chosen.train + chosen.held_out}
    return rows[drawing.pk].confirmed


def test_another_reviewer_is_asked_first_and_not_told_the_label(asked, staff, other):
    claimed = recognise(png(ONE, pen=30)).drawing
    keep_claim(claimed, 3)
    assert [drawing.pk for drawing in Drawing.objects.waiting(other)] == [
        asked.pk,
        claimed.pk,
    ]
    assert asked not in Drawing.objects.waiting(staff)
    assert corrections_waiting() == 1
    for reviewer, label in ((other, ""), (staff, "One")):
        (cell,) = fill_cells([asked], reviewer)
        assert cell.visible_label == label
        labelled_one = Drawing.objects.filter(label=1).label_shown_to(reviewer)
        assert (asked in labelled_one) == bool(label)


def test_the_same_label_of_another_confirms_it_until_it_is_undone(asked, other):
    assert not is_confirmed(asked)
    change = label_drawing(asked, 1, by=other)
    assert is_confirmed(asked)
    assert corrections_waiting() == 0
    undo_change(change, by=other)
    assert not is_confirmed(asked)
    assert corrections_waiting() == 1


def test_another_label_of_another_is_a_dispute_and_settling_it_confirms(
    asked, staff, other
):
    label_drawing(asked, 7, by=other)
    asked.refresh_from_db()
    assert asked.waits_for == Reason.DISPUTE
    label_drawing(asked, 1, by=staff)
    assert is_confirmed(asked)


@pytest.mark.parametrize("say_so_again", [label_drawing, confirm])
def test_whoever_gave_the_label_does_not_confirm_it(asked, staff, say_so_again):
    say_so_again(asked, 1, by=staff)
    assert not is_confirmed(asked)
    assert corrections_waiting() == 1


def test_who_labels_alone_is_asked_to_look_again_without_the_label(drawing, staff):
    label_drawing(drawing, 1, by=staff)
    ask_for_second_opinions([drawing.pk])
    (asked,) = fill_cells(Drawing.objects.waiting(staff).with_answer(), staff)
    assert asked.waits
    assert asked.visible_label == ""
    assert not is_confirmed(drawing)
    label_drawing(drawing, 1, by=staff)
    assert is_confirmed(drawing)
    assert corrections_waiting() == 0


def test_what_a_dispute_or_an_import_waits_for_stays(drawing, staff, other):
    doubtful = recognise(png(ONE)).drawing
    label_drawing(doubtful, 7, by=staff, doubtful=True)
    label_drawing(drawing, 1, by=staff)
    label_drawing(drawing, 7, by=other)
    nothing = recognise(png(ONE, pen=30)).drawing
    before = dict(Drawing.objects.values_list("pk", "waits_for"))
    ask_for_second_opinions(list(before))
    assert dict(Drawing.objects.values_list("pk", "waits_for")) == before
    assert nothing.label is None
    confirm_doubtful([doubtful.pk], by=other)
    assert is_confirmed(doubtful)
