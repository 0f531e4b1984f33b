"""The drawing surface in a real Chromium, by mouse, by finger and by key."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE
from tests.support.visitor import (
    DASH,
    ONE,
    Finger,
    draw,
    draw_and_submit_a_one,
    expect_sentence,
    inked,
    on_canvas,
    press,
)

pytestmark = pytest.mark.browser


def test_undo_takes_back_one_stroke_after_the_other(page):
    draw(page, *ONE)
    one = inked(page)
    draw(page, *DASH)
    assert inked(page) > one > 0
    press(page, "Undo")
    assert inked(page) == one
    page.keyboard.press("Control+z")
    assert inked(page) == 0
    page.keyboard.press("Control+z")


@pytest.mark.parametrize("key", ["Escape", "Delete"])
def test_clear_empties_the_pad_and_can_be_undone(page, key):
    draw_and_submit_a_one(page)
    before = inked(page)
    page.keyboard.press(key)
    assert inked(page) == 0
    expect_sentence(page, "Your answer appears here.")
    press(page, "Undo")
    assert inked(page) == before
    press(page, "Clear")
    assert inked(page) == 0


def test_a_tap_leaves_a_dot(page):
    page.mouse.click(*on_canvas(page, (0.5, 0.5))[0])
    assert 150 < inked(page) < 350  # a disc 18 wide has an area of 254


def test_other_mouse_buttons_do_not_draw(page):
    page.mouse.click(*on_canvas(page, (0.5, 0.5))[0], button="middle")
    assert inked(page) == 0


def test_a_second_finger_is_ignored(phone):
    finger = Finger(phone)
    top, end, low, low_end = on_canvas(
        phone, (0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)
    )
    finger.touch("touchStart", top)
    finger.touch("touchStart", top, low)
    finger.touch("touchMove", end, low_end)
    finger.touch("touchEnd")
    assert inked(phone, bottom=0.5) > 0
    assert inked(phone, top=0.5) == 0


def test_a_finger_draws_on_the_canvas_and_scrolls_elsewhere(open_page):
    page = open_page(**PHONE | {"viewport": {"width": 360, "height": 480}})
    finger = Finger(page)
    finger.drag(*on_canvas(page, (0.5, 0.9), (0.5, 0.1)))
    assert inked(page) > 0
    assert page.evaluate("scrollY") == 0
    finger.drag((180, 460), (180, 260))
    page.wait_for_function("scrollY > 0")


def test_pen_colour_and_width_hold_for_new_strokes_and_next_visits(page):
    draw(page, *ONE)
    thin = inked(page)
    page.get_by_role("radio", name="Blue").check()
    page.get_by_role("slider", name="Pen width").fill("36")
    assert inked(page) == thin
    press(page, "Clear")
    draw(page, *ONE)
    assert inked(page) > 1.5 * thin
    page.reload()
    expect(page.get_by_role("radio", name="Blue")).to_be_checked()
    expect(page.get_by_role("slider", name="Pen width")).to_have_value("36")
