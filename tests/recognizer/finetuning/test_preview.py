"""What a dry run says of the drawings, as data."""

from uuid import UUID

from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.preview import IDS_KEPT, Preview
from recognizer.finetuning.screening import FAR
from recognizer.finetuning.selection import TWIN, Selection


def drawings(count, label, given, first=0):
    return [
        LabelledDrawing(UUID(int=first + n), f"person {n}", "", label, given, 1)
        for n in range(count)
    ]


def test_it_counts_labels_and_corrections_of_each_digit_on_both_sides():
    train = drawings(3, 7, 7) + drawings(2, 7, 1, first=10)
    shown = Preview("base", Selection(train, drawings(4, 10, 3, first=20)), 20)
    sides = shown.as_json()
    assert (sides["train"]["n"], sides["train"]["corrections"]) == (5, 2)
    assert sides["train"]["digits"][7] == [5, 2]
    assert sides["held_out"]["digits"] == [[0, 0]] * 10 + [[4, 4]]


def test_it_says_what_is_left_out_and_who_waits_for_a_second_opinion():
    left_out = {
        TWIN: [UUID(int=n) for n in range(IDS_KEPT + 5)],
        FAR: [UUID(int=1)],
    }
    shown = Preview("base", Selection([], [], left_out), 20).as_json()
    twins, _ = shown["left_out"]
    assert (twins["reason"], twins["n"]) == (TWIN, IDS_KEPT + 5)
    assert len(twins["ids"]) == IDS_KEPT
    assert shown["second_opinions"] == 1


def test_it_says_why_nothing_can_be_trained():
    train, held_out = drawings(9, 7, 7), drawings(4, 7, 7, first=20)
    assert "13 labelled" in Preview("base", Selection(train, held_out), 20).problem
    assert "none to judge by" in Preview("base", Selection(train, []), 5).problem
    assert not Preview("base", Selection(train, held_out), 13).problem
