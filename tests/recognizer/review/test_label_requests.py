"""What a key of the review page does, and what it is told."""

import uuid

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Reason, Where
from tests.support.drawings import SEVEN, png
from tests.support.keystrokes import press, send

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_key_sets_the_label_and_tells_what_stands(admin, drawing, staff):
    reply = press(admin, staff, 7, drawing).json()
    change = LabelChange.objects.get()
    assert (change.to_label, change.by, change.where) == (7, staff, Where.GRID)
    assert reply["made"] == 1
    assert reply["drawings"] == [
        {
            "id": str(drawing.pk),
            "label": 7,
            "waits_for": None,
            "says": "",
            "waited": True,
        }
    ]


def test_a_key_labels_several_and_tells_of_each_that_is_unknown(admin, drawing, staff):
    unknown = [str(uuid.uuid4()), "no id"]
    drawings = [*unknown, str(drawing.pk)]
    told = press(admin, staff, 3, drawings=drawings).json()["drawings"]
    assert [one.get("problem") for one in told[:2]] == ["There is no such drawing."] * 2
    assert (told[2]["label"], Drawing.objects.get().label) == (3, 3)


def test_the_same_key_again_changes_nothing(admin, drawing, staff):
    press(admin, staff, 7, drawing)
    assert press(admin, staff, 7, drawing).json()["made"] == 0
    assert LabelChange.objects.count() == 1


def test_a_key_that_is_sent_again_is_no_third_opinion(admin, drawing, staff, other):
    """Its reply was lost, and somebody else was faster than the second try."""
    press(admin, staff, 7, drawing, keystroke="k")
    label_drawing(drawing, 1, by=other)
    again = press(admin, staff, 7, drawing, keystroke="k").json()
    assert again["made"] == 1
    assert again["drawings"][0]["says"] == "anna said One: needs a third look."
    assert Drawing.objects.get().waits_for == Reason.DISPUTE
    assert LabelChange.objects.count() == 2


def test_a_digit_can_be_pressed_again_after_another(admin, drawing, staff):
    """In another tab, which has not heard of the 5."""
    for digit in (7, 5, 7):
        press(admin, staff, digit, drawing)
    assert Drawing.objects.get().label == 7


def test_with_its_twins_all_are_labelled_and_told(admin, drawing, staff):
    twin = recognise(png(SEVEN)).drawing
    for _ in range(2):  # the second time as after a lost reply
        reply = press(admin, staff, 7, drawing, twins=True, keystroke="k").json()
        assert {one["id"] for one in reply["drawings"]} == {
            str(drawing.pk),
            str(twin.pk),
        }
        assert reply["made"] == LabelChange.objects.count() == 2
    assert set(Drawing.objects.values_list("label", flat=True)) == {7}


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        '{"keystroke": "k", "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "keystroke": "", "drawings": ["x"], "digit": 1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": [], "digit": 1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"]}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": 11}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": -1}',
        '{"reviewer": 1, "keystroke": "k", "drawings": ["x"], "digit": null}',
        '{"reviewer": 1, "keystroke": "k", "drawings": "x", "digit": 1}',
    ],
)
def test_what_is_no_keystroke_is_refused_with_a_sentence(admin, body):
    reply = send(admin, "label", body)
    assert reply.status_code == 400
    assert reply.json()["detail"]


def test_a_keystroke_is_not_saved_in_anothers_name(admin, drawing, other):
    assert press(admin, other, 7, drawing).status_code == 403
    assert Drawing.objects.get().label is None
