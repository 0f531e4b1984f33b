"""Right or wrong: the visitor says what the drawing is."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.visitor import draw_and_submit_a_one, expect_hint, press

pytestmark = pytest.mark.browser

THANKS = "Thank you: kept as {}. Tap it again to take it back."
TAP_QUICKLY = """(digits) => {
    for (const digit of digits)
        document.querySelector(`#keys [value="${digit}"]`).click();
}"""


def expect_pressed(page, *names):
    pressed = page.locator("#keys [aria-pressed=true]")
    expect(pressed).to_have_count(len(names))
    for name in names:
        key = page.get_by_role("button", name=name, exact=True)
        expect(key).to_have_attribute("aria-pressed", "true")


def test_one_tap_says_that_the_answer_is_right(page):
    draw_and_submit_a_one(page)
    press(page, "Right")
    expect_hint(page, THANKS.format("One"))
    expect_pressed(page, "Right", "1")
    assert Drawing.objects.get().claim == 1


def test_a_claim_is_kept_with_one_tap_and_can_be_changed(page):
    draw_and_submit_a_one(page)
    press(page, "4")
    expect_hint(page, THANKS.format("Four"))
    expect_pressed(page, "4")
    assert Drawing.objects.get().claim == 4
    press(page, "Not a digit")
    expect_hint(page, THANKS.format("not a digit"))
    expect_pressed(page, "Not a digit")
    assert Drawing.objects.get().claim == 10
    assert Drawing.objects.get().predictions.get().digit == 1


def test_a_second_tap_takes_the_claim_back(page):
    draw_and_submit_a_one(page)
    press(page, "4")
    expect_hint(page, THANKS.format("Four"))
    press(page, "4")
    expect_hint(page, "Taken back. Tap what you drew, if you like.")
    expect_pressed(page)
    assert Drawing.objects.get().claim is None


def test_the_last_of_quick_taps_counts(page):
    draw_and_submit_a_one(page)
    page.evaluate(TAP_QUICKLY, "4447")
    expect_hint(page, THANKS.format("Seven"))
    expect_pressed(page, "7")
    assert Drawing.objects.get().claim == 7


def test_a_claim_that_is_not_kept_says_so(page):
    draw_and_submit_a_one(page)
    press(page, "Right")
    expect_hint(page, THANKS.format("One"))
    page.context.set_offline(True)
    press(page, "4")
    expect_hint(page, "Not kept: The server cannot be reached. Try again in a moment.")
    expect_pressed(page, "Right", "1")
    page.complaints.clear()  # the browser also logs the failure


def test_the_page_is_told_of_each_claim(page):
    page.evaluate(
        """document.addEventListener("claim-changed", ({ detail }) => {
            (window.claims ??= []).push(detail);
        })"""
    )
    draw_and_submit_a_one(page)
    press(page, "4")
    expect_hint(page, THANKS.format("Four"))
    press(page, "4")
    expect_hint(page, "Taken back. Tap what you drew, if you like.")
    drawing = str(Drawing.objects.get().pk)
    assert page.evaluate("claims") == [
        {"id": drawing, "claim": {"number": "4", "word": "Four"}},
        {"id": drawing, "claim": None},
    ]
