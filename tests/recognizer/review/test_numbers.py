"""Numbers in the review: their cells, filters and labels."""

import json
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.formatting import whole
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction, Reason
from recognizer.review.filters import QueueForm
from tests.support.drawings import SEVEN, png
from tests.support.html import parse
from tests.support.keystrokes import REVIEW, can_undo, send, take_back
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def read(digits):
    return recognise(png(side_by_side(digits), pen=10)).drawing


@pytest.fixture
def number():
    """A drawing that is read as 42."""
    drawing = read("42")
    Drawing.objects.update(audited=True, waits_for=Reason.AUDIT)
    return drawing


def press_number(client, by, number, drawing, keystroke="k", **more):
    fields = {"reviewer": by.pk, "drawings": [str(drawing.pk)], "number": number}
    return send(client, "label", fields | {"keystroke": keystroke} | more)


def cell_of(admin, query=""):
    return parse(admin.get(f"{REVIEW}{query}")).one("li", class_="cell")


def test_a_cell_has_the_number_its_confidence_and_its_boxes(admin, number):
    cell = cell_of(admin)
    given = Prediction.objects.get()
    assert cell.one("b").text == "42"
    assert whole(given.number_confidence) in cell.text
    assert cell.attributes["data-number"] == "42"
    parts = json.loads(cell.attributes["data-parts"])
    assert [part["digit"] for part in parts] == [4, 2]
    assert all(len(part["box"]) == 4 for part in parts)
    assert "data-collects" in cell.attributes


def test_a_single_digits_cell_collects_no_keys(admin, drawing):
    cell = cell_of(admin)
    assert not {"data-collects", "data-number"} & cell.attributes.keys()


def test_a_number_that_only_the_visitor_says_is_collected_too(admin, drawing):
    keep_claim(drawing, "71")
    cell = cell_of(admin)
    assert "Visitor: 71" in cell.text
    assert "other" in cell.one("span", class_="claim").attributes["class"]
    assert "data-collects" in cell.attributes


def test_a_claim_of_the_number_that_was_read_is_no_other(admin, number):
    keep_claim(number, "42")
    assert "other" not in cell_of(admin).one("span", "Visitor: 42").attributes["class"]


def test_a_number_is_a_label_that_is_told_and_undone(admin, number, staff):
    reply = press_number(admin, staff, "0042", number).json()
    assert (reply["made"], reply["drawings"][0]["label"]) == (1, "0042")
    number.refresh_from_db()
    assert (number.label, number.label_value) == (10, "0042")
    assert can_undo(admin) == [{"keystroke": "k", "drawings": [str(number.pk)]}]
    take_back(admin, staff, "k")
    number.refresh_from_db()
    assert number.label_value is None


def test_a_number_that_is_sent_again_counts_once(admin, number, staff):
    for _ in range(2):
        assert press_number(admin, staff, "42", number).json()["made"] == 1
    assert LabelChange.objects.count() == 1


def test_another_number_of_the_same_key_is_another_label(admin, number, staff):
    for digits in ("42", "47"):
        press_number(admin, staff, digits, number)
    number.refresh_from_db()
    assert number.label_value == "47"


def test_a_number_goes_to_all_twins(admin, number, staff):
    recognise(bytes(number.picture))
    assert press_number(admin, staff, "42", number, twins=True).json()["made"] == 2
    assert {drawing.label_value for drawing in Drawing.objects.all()} == {"42"}


def test_reviewers_who_read_other_numbers_disagree(admin, number, staff, other):
    label_drawing(number, "47", by=other)
    told = press_number(admin, staff, "42", number).json()["drawings"][0]
    assert told["says"] == "anna said 47: needs a third look."
    assert "Label: 42 or 47?" in cell_of(admin, "?reason=1&everything=on").text


def test_a_second_reviewer_is_not_told_the_number(
    admin, number, staff, other, settings
):
    settings.SECOND_OPINION_SHARE = 1
    label_drawing(number, "47", by=other)
    assert "47" not in cell_of(admin, "?reason=5").text
    told = press_number(admin, staff, "47", number).json()["drawings"][0]
    assert told["says"] == "anna says so too."


def test_the_filter_for_one_number_hides_whose_label_is_hidden(
    number, staff, other, settings
):
    """Else whoever tries numbers learns what the first reviewer said."""
    settings.SECOND_OPINION_SHARE = 1
    label_drawing(number, "47", by=other)
    for query, drawings in (("number=47", []), ("number=42", [number])):
        for reviewer, shown in ((staff, drawings), (other, [number])):
            queue = QueueForm(QueryDict(f"{query}&everything=on"), reviewer)
            assert queue.is_valid()
            assert list(queue.drawings()) == shown


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "4"},
        {"number": "1" * 13},
        {"number": "4x"},
        {"number": ""},
        {"number": None},
        {"number": "42", "digit": 7},
        {},
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(admin, number, staff, fields):
    drawings = [str(number.pk)]
    sent = {"reviewer": staff.pk, "keystroke": "k", "drawings": drawings} | fields
    reply = send(admin, "label", sent)
    assert reply.status_code == 400
    assert reply.json()["detail"].endswith(".")
    assert not LabelChange.objects.exists()


@pytest.fixture
def drawings(staff):
    """One of each kind that the filters tell apart, by what it is."""
    two, three, seven, doubtful, signs = (
        *map(read, ("42", "357")),
        *(recognise(png(SEVEN, pen=pen)).drawing for pen in (10, 13, 17)),
    )
    for drawing, facts in ((doubtful, "several_digits"), (signs, "other_signs")):
        answer = drawing.predictions.get()
        Prediction.objects.all().filter(pk=answer.pk).delete()
        answer.pk, answer._state.adding, answer.digit = None, True, 10
        setattr(answer, facts, True)
        answer.save()
    keep_claim(seven, "71")
    label_drawing(two, "47", by=staff)
    label_drawing(three, 10, by=staff)
    Drawing.objects.update(waits_for=Reason.AUDIT)
    kept = {"two": two, "three": three, "seven": seven}
    return kept | {"doubtful": doubtful, "signs": signs}


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("digit=number", {"two", "three"}),
        ("digit=10", {"doubtful", "signs"}),
        ("digit=several", {"doubtful"}),
        ("digit=signs", {"signs"}),
        ("length=2", {"two"}),
        ("length=3", {"three"}),
        ("length=4", set()),
        ("claim=number", {"seven"}),
        ("claim=10", set()),
        ("label=number", {"two"}),
        ("label=10", {"three"}),
        ("number=42", {"two"}),
        ("number=47", {"two"}),
        ("number=71", {"seven"}),
        ("number=007", set()),
        ("digit=number&confidence_to=1", set()),
    ],
)
def test_filters_tell_numbers_apart(drawings, staff, query, kinds):
    queue = QueueForm(QueryDict(f"{query}&everything=on"), staff)
    assert queue.is_valid(), queue.errors
    expected = {drawings[kind] for kind in kinds}
    assert set(queue.drawings()) == set(queue.page()[0]) == expected


def test_the_confidence_is_the_whole_numbers(number, staff):
    given = Prediction.objects.get()
    percent = 100 * given.number_confidence
    narrow = f"confidence_from={percent - 0.01}&confidence_to={percent + 0.01}"
    queue = QueueForm(QueryDict(narrow), staff)
    assert queue.is_valid()
    assert list(queue.drawings()) == [number]


@pytest.mark.parametrize("number", ["7", "4x", "1" * 13])
def test_a_filter_for_what_is_no_number_says_so(admin, number):
    assert (
        "A number has 2 to 12 digits."
        in parse(admin.get(f"{REVIEW}?number={number}")).text
    )


def test_the_same_numbers_are_grouped(drawings, staff, monkeypatch):
    again = read("42")
    Drawing.objects.filter(pk=again.pk).update(waits_for=Reason.AUDIT)
    monkeypatch.setattr("recognizer.review.filters.PAGE", 1)
    answers, cursor = [], ""
    while True:
        place = urlencode({"after": cursor})
        query = QueryDict(f"grouped=on&apart=on&everything=on&{place}")
        queue = QueueForm(query, staff)
        assert queue.is_valid(), queue.errors
        page, cursor = queue.page()
        answers += [drawing.answer_value for drawing in page]
        if not cursor:
            break
    assert answers == [7, 10, 10, "357", "42", "42"]


def test_a_number_that_the_release_before_left_over_is_none(drawing, staff):
    """It sets a digit, and does not know the column of numbers."""
    left = {"label_number": "42", "claim_number": "71"}
    rows = Drawing.objects.filter(pk=drawing.pk)
    rows.update(label=7, claim=7, labelled_at=drawing.created_at, **left)
    for query in ("label=7", "claim=7"):
        queue = QueueForm(QueryDict(f"{query}&everything=on"), staff)
        assert queue.is_valid()
        assert list(queue.drawings()) == [drawing]
    for query in ("label=number", "claim=number", "number=42", "number=71"):
        queue = QueueForm(QueryDict(f"{query}&everything=on"), staff)
        assert queue.is_valid()
        assert not queue.drawings().exists()
