"""What an undo of the review page takes back."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Where
from recognizer.review import label_requests
from tests.support.drawings import ONE, png
from tests.support.keystrokes import REVIEW, can_undo, press, take_back

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_key_after_an_undo_is_a_new_one(admin, drawing, staff):
    press(admin, staff, 7, drawing, keystroke="k")
    take_back(admin, staff, "k")
    press(admin, staff, 7, drawing)
    assert Drawing.objects.get().label == 7


def test_undo_tells_what_stands_and_shows_the_drawing_again(admin, drawing, staff):
    press(admin, staff, 7, drawing, keystroke="k")
    (told,) = take_back(admin, staff, "k").json()["drawings"]
    assert (told["id"], told["label"]) == (str(drawing.pk), None)
    assert f'data-id="{drawing.pk}"' in told["html"]
    assert take_back(admin, staff, "k").json()["drawings"][0]["label"] is None
    undone, _ = LabelChange.objects.all()
    assert (undone.by, undone.where) == (staff, Where.GRID)


def test_an_undo_of_very_many_is_done_in_parts(admin, drawing, staff, monkeypatch):
    monkeypatch.setattr(label_requests, "MOST_UNDONE", 2)
    drawings = [drawing, *(recognise(png(ONE)).drawing for _ in range(2))]
    press(admin, staff, 7, *drawings, keystroke="k")
    first = take_back(admin, staff, "k").json()
    assert Drawing.objects.filter(label=None).count() == len(first["drawings"]) == 2
    rest = take_back(admin, staff, "k", before=first["before"]).json()
    assert (len(rest["drawings"]), rest["before"]) == (1, None)
    assert Drawing.objects.filter(label=None).count() == 3


def test_a_page_names_the_last_keystrokes_with_what_each_labelled(
    admin, drawing, staff, monkeypatch
):
    monkeypatch.setattr("recognizer.review.progress.CAN_UNDO", 2)
    one = recognise(png(ONE)).drawing
    press(admin, staff, 7, drawing, keystroke="first")
    press(admin, staff, 1, one, drawing, keystroke="both")
    press(admin, staff, 2, drawing, keystroke="last")
    both = {"keystroke": "both", "drawings": [str(drawing.pk), str(one.pk)]}
    last = {"keystroke": "last", "drawings": [str(drawing.pk)]}
    assert can_undo(admin) == [both, last]
    take_back(admin, staff, "last")
    assert can_undo(admin)[1:] == [both]
    label_drawing(one, 3, by=staff)  # not by a key
    assert can_undo(admin)[1:] == [both]
    assert admin.get(REVIEW).context["done"] == 4


def test_what_others_did_is_not_undone(admin, drawing, staff, other):
    label_drawing(drawing, 7, by=other, keystroke="theirs")
    assert take_back(admin, staff, "theirs").json()["drawings"] == []
    press(admin, staff, 1, drawing, keystroke="mine")
    label_drawing(drawing, 2, by=other)
    (told,) = take_back(admin, staff, "mine").json()["drawings"]
    assert "anna has labelled this drawing since" in told["problem"]
