"""How the page looks on small and large, light and dark screens."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.colours import contrast
from tests.support.visitor import draw_and_submit_a_one

pytestmark = pytest.mark.browser


def test_on_a_small_phone_all_fits_and_nothing_moves(phone):
    def places():
        parts = phone.locator("canvas, button, figure, .bars li, #hint")
        return [part.bounding_box() for part in parts.all()]

    before = places()
    draw_and_submit_a_one(phone)
    assert places() == before
    assert max(box["y"] + box["height"] for box in before) <= 640
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(
    ("width", "height"),
    [(320, 568), (600, 700), (704, 700), (820, 1180), (568, 320), (844, 390)],
)
def test_no_screen_scrolls_sideways(open_page, width, height):
    page = open_page(viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pen_stands_out_from_the_paper(open_page, scheme):
    page = open_page(color_scheme=scheme)
    paper = page.locator("canvas").evaluate("e => getComputedStyle(e).backgroundColor")
    for pen in page.get_by_role("radio").all():
        colour = pen.evaluate("e => getComputedStyle(e).color")
        assert contrast(colour, paper) > 3  # WCAG 2, 1.4.11
        assert contrast(colour, "rgb(255, 255, 255)") > 4.5  # text on Submit
    draw_and_submit_a_one(page)


def test_every_control_is_reached_by_key(page):
    focus = "document.activeElement.name || document.activeElement.className"
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focus))
    assert reached == ["image", "colour", "thickness", "undo", "clear", "submit"]


def test_scripts_and_styles_have_hashed_names(page):
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    hashed = re.compile(r"\.[0-9a-f]{12}\.(js|css|svg)$")
    assert len(names) >= 8
    assert [name for name in names if not hashed.search(name)] == []


def test_a_wrong_address_is_told_in_the_same_look(page):
    page.goto("/nowhere")
    expect(page.get_by_role("heading")).to_have_text("Nothing is here")
    page.complaints.clear()  # the browser logs the 404
    page.get_by_role("link", name="Draw a digit").click()
    expect(page.get_by_role("heading")).to_have_text("digitsite")
