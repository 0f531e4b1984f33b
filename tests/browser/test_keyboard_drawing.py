"""Drawing with the arrow keys, by who has no pointer."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.browser import PHONE
from tests.support.visitor import expect_answer, inked

pytestmark = pytest.mark.browser


def strike(page, *keys):
    """Press keys on the canvas; "9 ArrowUp" is nine times that one."""
    page.locator("canvas").focus()
    for key in keys:
        times, _, name = key.rpartition(" ")
        for _ in range(int(times or 1)):
            page.keyboard.press(name)


ONE = "9 ArrowUp", "Space", "19 ArrowDown", "Space"


def test_a_digit_is_drawn_with_the_arrow_keys_and_answered(page):
    strike(page, *ONE, "Enter")
    expect_answer(page, "One")
    (stroke,) = Drawing.objects.get().strokes
    assert (stroke[0], stroke[-1]) == ([140, 50], [140, 240])


def test_with_the_pen_up_nothing_is_drawn(page):
    strike(page, "5 ArrowLeft", "5 ArrowDown")
    assert inked(page) == 0


def test_two_arrows_at_once_draw_aslant_and_shift_in_fine_steps(page):
    strike(page, "Space")
    page.keyboard.down("ArrowLeft")
    page.keyboard.down("ArrowDown")
    page.keyboard.up("ArrowLeft")
    page.keyboard.up("ArrowDown")
    strike(page, "Shift+ArrowRight", "Space", "Enter")
    expect(page.locator("#answer")).not_to_have_attribute("data-state", "empty")
    expect(page.locator("#answer")).not_to_have_attribute("data-state", "waiting")
    (stroke,) = Drawing.objects.get().strokes
    assert stroke == [[140, 140], [130, 140], [120, 150], [122, 150]]


def test_the_cross_stays_on_the_canvas_and_shows_where_the_pen_is(page):
    cross = page.locator("#cross")
    expect(cross).to_be_hidden()
    strike(page, "20 ArrowLeft")
    expect(cross).to_be_visible()
    box, canvas = cross.bounding_box(), page.locator("canvas").bounding_box()
    assert box["x"] + box["width"] / 2 == pytest.approx(canvas["x"], abs=1)
    page.keyboard.press("Tab")
    expect(cross).to_be_hidden()


def test_how_to_draw_is_shown_until_the_pen_is_down(page):
    def height():
        return page.locator("#pen-help").bounding_box()["height"]

    assert height() == 1
    page.locator(".languages summary").focus()
    page.keyboard.press("Tab")
    assert height() > 12
    page.keyboard.press("Space")
    assert height() == 1


def test_what_the_pen_does_is_announced(page):
    status = page.locator("#pen-status")
    strike(page, "Space")
    expect(status).to_have_text("Pen down.")
    strike(page, "7 ArrowLeft")
    expect(status).to_have_text("25 across, 50 down.")
    strike(page, "Space")
    expect(status).to_have_text("Pen up.")


def test_every_screen_sends_the_very_same_picture(open_page):
    for options in (PHONE, {"viewport": {"width": 1280, "height": 800}}):
        page = open_page(**options)
        strike(page, *ONE, "Enter")
        expect_answer(page, "One")
    first, second = Drawing.objects.all()
    assert bytes(first.picture) == bytes(second.picture)
