"""Staff label numbers of several digits, by keyboard, mouse and touch."""

import pytest
from playwright.sync_api import expect

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, LabelChange, Reason
from tests.support.axe import findings
from tests.support.desk import (
    LABEL,
    cell,
    expect_saved,
    forgive,
    press,
    press_button,
    sit_down,
)
from tests.support.drawings import SEVEN, png
from tests.support.numbers import side_by_side

pytestmark = pytest.mark.browser
TWELVE = "202420072468"


@pytest.fixture
def drawings(site):
    """42, a seven, and 357, in this order."""
    strokes = [side_by_side("42"), SEVEN, side_by_side("357")]
    kept = [recognise(png(each, pen=10)).drawing for each in strokes]
    for rank, drawing in enumerate(kept):
        rows = Drawing.objects.filter(pk=drawing.pk)
        rows.update(audited=True, waits_for=Reason.AUDIT, rank=rank)
    return kept


def labels(drawings):
    rows = Drawing.objects.in_bulk([drawing.pk for drawing in drawings])
    return [rows[drawing.pk].label_value for drawing in drawings]


def test_each_digit_has_its_box_over_the_picture(desk, drawings):
    boxes = cell(desk, drawings[0]).locator(".box")
    expect(boxes).to_have_text(["4", "2"])
    expect(cell(desk, drawings[1]).locator(".box")).to_have_count(0)
    picture = cell(desk, drawings[0]).locator("img.drawing").bounding_box()
    for box, part in zip(boxes.all(), answer_parts(drawings[0]), strict=True):
        shown = box.bounding_box()
        scale = picture["width"] / 400
        left, top, width, height = (scale * side for side in part["box"])
        assert shown["x"] == pytest.approx(picture["x"] + left, abs=1)
        assert shown["y"] == pytest.approx(picture["y"] + top, abs=1)
        assert shown["width"] == pytest.approx(width, abs=1)
        assert shown["height"] == pytest.approx(height, abs=1)


def answer_parts(drawing):
    return drawing.predictions.get().parts


def test_digits_collect_where_a_number_was_read_and_label_where_none_was(
    desk, drawings
):
    press(desk, "4", "7")
    expect(cell(desk, drawings[0]).locator(".entry")).to_have_text("47")
    expect(cell(desk, drawings[0])).to_be_focused()
    assert labels(drawings) == [None, None, None]
    press(desk, "Backspace", "8", "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("saved 48")
    expect(desk.locator(".entry")).to_have_count(0)
    press(desk, "7")
    expect(cell(desk, drawings[1])).to_contain_text("saved 7")
    press(desk, "Enter")
    expect(cell(desk, drawings[2])).to_contain_text("saved 357")
    assert labels(drawings) == ["48", 7, "357"]
    press(desk, "u", "u", "u")
    expect(cell(desk, drawings[0])).to_contain_text("undone")
    expect_saved(desk)
    assert labels(drawings) == [None, None, None]
    assert LabelChange.objects.count() == 6


def test_a_number_is_begun_where_a_digit_was_read(desk, drawings):
    press(desk, "ArrowRight", "m", "0", "0", "7", " ")
    expect(cell(desk, drawings[1])).to_contain_text("saved 007")
    assert labels(drawings)[1] == "007"


def test_one_digit_alone_is_that_digit(desk, drawings):
    press(desk, "4", "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("saved 4")
    assert labels(drawings)[0] == 4


@pytest.mark.parametrize("key", ["Escape", "ArrowRight", "u"])
def test_a_number_is_dropped_and_said_so(desk, drawings, key):
    press(desk, "4", "7", key)
    expect(desk.locator("#message")).to_have_text("47 is dropped.")
    expect(desk.locator(".entry")).to_have_count(0)
    assert labels(drawings) == [None, None, None]


def test_a_number_that_is_begun_again_goes_on(desk, drawings):
    press(desk, "4", "m", "7", "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("saved 47")


def test_the_page_stays_while_a_number_is_typed(desk, drawings):
    press(desk, "4", "7", "n")
    expect(desk.locator("#message")).to_have_text("Enter saves 47, Esc drops it.")
    press(desk, "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("saved 47")


def test_twelve_digits_are_a_number_and_thirteen_are_not(desk, drawings):
    press(desk, *TWELVE, "1")
    expect(desk.locator("#message")).to_contain_text("at most 12 digits")
    press(desk, "Enter")
    expect(cell(desk, drawings[0])).to_contain_text(f"saved {TWELVE}")


def test_nothing_is_confirmed_of_several_digits_in_doubt(desk, drawings):
    answer = drawings[0].predictions.get()
    answer.__class__.objects.filter(pk=answer.pk).delete()
    answer.pk, answer._state.adding = None, True
    answer.number, answer.number_confidence, answer.parts = "", None, None
    answer.save()
    desk.reload()
    expect(cell(desk, drawings[0])).to_contain_text("Several digits")
    press(desk, "Enter")
    expect(desk.locator("#message")).to_have_text("There is no answer to confirm.")
    press(desk, "4", "2", "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("saved 42")


def test_a_number_labels_all_that_are_selected(desk, drawings):
    press(desk, "Shift+ArrowRight", "m", "1", "2", "Enter")
    expect_saved(desk)
    assert labels(drawings) == ["12", "12", None]


def test_x_labels_no_digit_whatever_was_typed(desk, drawings):
    press(desk, "4", "x")
    expect(cell(desk, drawings[0])).to_contain_text("saved not a digit")
    assert labels(drawings)[0] == 10


def test_fingers_type_a_number(open_page, drawings, staff):
    size = {"viewport": {"width": 390, "height": 844}}
    phone = sit_down(open_page, staff, **size, has_touch=True, is_mobile=True)
    cell(phone, drawings[1]).tap()
    for name in ("Number", "1", "8", "Take the last digit back", "9", "Save"):
        phone.get_by_role("button", name=name, exact=True).tap()
    expect(cell(phone, drawings[1])).to_contain_text("saved 19")
    expect(phone.get_by_role("button", name="Right", exact=True)).to_be_visible()


def test_a_mouse_confirms_a_number(desk, drawings):
    press_button(desk, "Right")
    expect(cell(desk, drawings[0])).to_contain_text("saved 42")


def test_a_number_is_kept_until_the_server_has_it(desk, drawings):
    desk.route(LABEL, lambda route: route.abort())
    press(desk, "4", "7", "Enter")
    expect(cell(desk, drawings[0])).to_contain_text("47 not saved yet")
    desk.unroute(LABEL)
    desk.reload()
    expect_saved(desk)
    assert labels(drawings)[0] == "47"
    forgive(desk)


def test_axe_finds_nothing_while_a_number_is_typed(desk, drawings):
    press(desk, "4", "7")
    expect(desk.locator("#message")).to_have_text("47: Enter saves it.")
    assert findings(desk) == {}
