"""The answer for people who see it in their own way: no motion, their own colours."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import draw_and_submit_a_one, press

pytestmark = pytest.mark.browser

FILL = """([property, value]) => {
    const key = document.querySelector(`#keys [value="${value}"]`);
    return getComputedStyle(key, "::before")[property];
}"""


def test_who_wants_no_motion_sees_bars_stand_still(open_page):
    moving = open_page().evaluate(FILL, ["transitionDuration", "1"])
    still = open_page(reduced_motion="reduce").evaluate(
        FILL, ["transitionDuration", "1"]
    )
    assert (moving, still) == ("0.25s", "0s")


def test_bars_are_seen_in_forced_colours(open_page):
    page = open_page(forced_colors="active")
    draw_and_submit_a_one(page)
    key = page.get_by_role("button", name="1", exact=True)
    ground = key.evaluate("key => getComputedStyle(key).backgroundColor")
    assert page.evaluate(FILL, ["backgroundColor", "1"]) != ground


def test_the_focus_stays_where_it_was(page):
    draw_and_submit_a_one(page)
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    press(page, "4")
    expect(page.get_by_role("button", name="4")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="4")).to_be_focused()
