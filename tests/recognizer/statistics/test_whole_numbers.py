"""A number counts as right only where all its digits are."""

from datetime import UTC, date, datetime

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from recognizer.statistics.accuracy import NumbersRead, answers, claims, numbers_read
from recognizer.statistics.calibration import calibration
from recognizer.statistics.context import numbers
from recognizer.statistics.scope import Proportion, Scope
from tests.support.drawings import png
from tests.support.html import parse
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WEEK = Scope(date(2026, 3, 2), date(2026, 3, 8))
PAGE = "/admin/recognizer/drawing/statistics/?since=2026-03-02&until=2026-03-08"


@pytest.fixture
def draw_number(staff):
    """A number that is kept and read: draw_number("42", label="47", audited=True)."""

    def draw_number(digits="42", label=None, claim=None, **facts):
        drawing = recognise(png(side_by_side(digits), pen=10)).drawing
        facts |= {"created_at": datetime(2026, 3, 4, 12, tzinfo=UTC)}
        Drawing.objects.filter(pk=drawing.pk).update(**facts)
        if claim is not None:
            keep_claim(drawing, claim)
        if label is not None:
            label_drawing(drawing, label, by=staff)
        return drawing

    return draw_number


@pytest.fixture
def labelled(draw, draw_number):
    """Numbers that are right, wrong in a digit, or none at all, and a seven."""
    draw_number("42", "42", audited=True)
    draw_number("42", "47", audited=True)
    draw_number("357", "357", audited=True)
    draw_number("42", 10, audited=True)
    draw_number("42", "42")
    draw_number("42", audited=True)
    draw(7, audited=True)
    draw("71", audited=True)


def test_a_number_with_a_wrong_digit_is_wrong(labelled):
    counted = answers(WEEK)
    assert counted.accuracy("base", audited=True) == Proportion(3, 6)
    assert counted.accuracy(audited=False) == Proportion(4, 7)


def test_the_confusions_part_other_numbers_and_what_is_none(labelled):
    table = answers(WEEK).confusion()
    number, other, no_digit = 11, 12, 10
    assert table[number][number] == 3
    assert table[number][other] == 1
    assert table[number][7] == table[no_digit][number] == table[7][7] == 1
    assert sum(map(sum, table)) == 7


def test_whole_numbers_have_their_accuracy_by_length(labelled):
    shown = numbers(WEEK)["numbers"]
    assert shown["read"] == NumbersRead(n=6, in_audit=5, settled=4)
    assert {row["name"]: row["audited"] for row in shown["rows"]} == {
        "No number": Proportion(1, 2),
        "Numbers": Proportion(2, 4),
        "of 2 digits": Proportion(1, 3),
        "of 3 digits": Proportion(1, 1),
        "Read as a number": Proportion(2, 4),
    }


def test_a_disputed_number_is_not_settled(draw_number, other):
    label_drawing(draw_number("42", "42", audited=True), "47", by=other)
    assert numbers_read(WEEK) == NumbersRead(n=1, in_audit=1, settled=0)
    assert answers(WEEK).rows == []


def test_a_claim_is_right_where_all_digits_are(draw_number):
    draw_number("42", "42", claim="42")
    draw_number("42", "47", claim="42")  # both are wrong
    draw_number("42", "47", claim="47")
    draw_number("42", "42", claim=10)
    draw_number("42", claim="24")
    agreed, differed = claims(WEEK)[True], claims(WEEK)[False]
    assert (agreed.right, agreed.wrong, agreed.answer) == (1, 1, Proportion(1, 2))
    assert (differed.right, differed.wrong, differed.undecided) == (1, 1, 1)
    assert differed.answer == Proportion(1, 2)


def test_calibration_is_of_the_whole_numbers_confidence(draw_number):
    drawing = draw_number("42", "47", audited=True)
    (measured,) = calibration(WEEK).bins
    assert measured.accuracy == Proportion(0, 1)
    given = drawing.predictions.get()
    assert measured.confidence == pytest.approx(given.number_confidence)


def test_the_page_shows_whole_numbers(admin, labelled):
    page = parse(admin.get(PAGE))
    section = page.one("section", **{"aria-labelledby": "numbers"}).text
    assert "6 drawings were read as a number of several digits" in " ".join(
        section.split()
    )
    assert "2 / 4" in section
    names = page.one("table", class_="confusion").all("th")
    assert {"number", "another number"} <= {name.text for name in names}


def test_without_numbers_the_page_says_so(admin, draw):
    draw(7)
    page = parse(admin.get(PAGE))
    assert "None was read or labelled in this choice." in page.text
