"""The field in which the visitor types the number that was drawn."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.axe import findings
from tests.support.replies import answer_with
from tests.support.visitor import (
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_hint,
    inked,
    press,
    write_and_submit,
)

pytestmark = pytest.mark.browser
LONG_WORDS = "Nine hundred and eighty-seven billion, six hundred and fifty-four million"


def field(page):
    return page.get_by_label("It is")


def open_field(page):
    press(page, "123: type a number")
    expect(field(page)).to_be_focused()


def test_who_drew_a_number_that_was_read_as_a_digit_types_it(page):
    draw_and_submit_a_one(page)
    open_field(page)
    expect(field(page)).to_have_value("1")
    page.keyboard.type("12 345")
    page.keyboard.press("Enter")
    expect_hint(page, "Thank you: kept as 12345.")
    assert Drawing.objects.get().claim_value == "12345"
    key = page.get_by_role("button", name="123: type a number")
    expect(key).to_be_focused()
    expect(key).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#strip .claimed").first).to_have_text("You: 12345")


def test_what_is_kept_is_taken_back_by_the_same_field(page):
    write_and_submit(page, "42")
    open_field(page)
    expect(field(page)).to_have_value("42")
    page.keyboard.type("4218")
    press(page, "Keep")
    expect_hint(page, "Thank you: kept as 4218.")
    open_field(page)
    expect(field(page)).to_have_value("4218")
    press(page, "Take back")
    expect_hint(page, "Taken back. Tap what you drew, if you like.")
    assert Drawing.objects.get().claim_value is None


@pytest.mark.parametrize("typed", ["", "4x", "-7", "1234567890123"])
def test_what_is_no_number_is_told_and_not_sent(page, typed):
    draw_and_submit_a_one(page)
    open_field(page)
    field(page).fill(typed)
    page.keyboard.press("Enter")
    expect_hint(page, "Type 1 to 12 digits, and nothing else.")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    assert Drawing.objects.get().claim_value is None


@pytest.mark.parametrize("typed", ["४२", "42"])
def test_digits_of_a_hindi_keyboard_are_digits(page, typed):
    draw_and_submit_a_one(page)
    open_field(page)
    field(page).fill(typed)
    page.keyboard.press("Enter")
    expect_hint(page, "Thank you: kept as 42.")


def test_keys_that_mend_the_text_leave_the_drawing_alone(page):
    draw_and_submit_a_one(page)
    ink = inked(page)
    open_field(page)
    for key in ("Delete", "Control+z", "Escape"):
        page.keyboard.press(key)
    assert inked(page) == ink
    expect(field(page)).to_be_hidden()
    expect(page.get_by_role("button", name="123: type a number")).to_be_focused()


def test_the_field_goes_when_the_drawing_goes_on(page):
    draw_and_submit_a_one(page)
    open_field(page)
    draw(page, *ONE)
    expect(field(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Right")).to_be_visible()


def test_several_digits_in_doubt_are_typed_not_confirmed(page):
    doubt = {"several_digits": True, "word": "Several digits"}
    answer_with(page, digit=None, **doubt)
    draw(page, *ONE)
    press(page, "Submit")
    expect_hint(page, "Tap 123 and type the number you drew.")
    expect(page.get_by_role("button", name="Right")).to_be_disabled()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_field_fits_and_has_nothing_to_mend(open_page, width):
    page = open_page(viewport={"width": width, "height": 700})
    draw_and_submit_a_one(page)
    heights = "keys => keys.getBoundingClientRect().height"
    height = page.locator("#keys").evaluate(heights)
    open_field(page)
    assert page.locator("#number").evaluate(heights) == pytest.approx(height, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for control in page.locator("#number :is(input, button)").all():
        assert control.bounding_box()["height"] >= 44
    assert findings(page) == {}


@pytest.mark.parametrize(
    ("width", "shown"), [(320, "987654321012"), (1280, "Nine hun")]
)
def test_long_words_give_way_to_digits_on_a_phone(open_page, width, shown):
    page = open_page(viewport={"width": width, "height": 700})
    parts = [
        {"digit": int(digit), "confidence": 0.99, "box": [20 + 20 * i, 90, 16, 60]}
        for i, digit in enumerate("987654321012")
    ]
    fields = {"word": LONG_WORDS, "number": "987654321012", "parts": parts}
    answer_with(page, digit=None, several_digits=True, **fields)
    keys = page.locator("#keys").bounding_box()
    draw(page, *ONE)
    press(page, "Submit")
    name = page.locator("#answer-text strong")
    expect(name).to_contain_text(LONG_WORDS)
    visible = name.locator("b" if width == 320 else "span")
    expect(visible).to_contain_text(shown)
    assert visible.bounding_box()["width"] > 60
    assert page.locator("#keys").bounding_box() == keys
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.locator("#announcement")).to_contain_text(f"Number drawn: {LONG_WORDS}")
    expect(page.locator("#strip .read").first).to_have_text("987654321012")
