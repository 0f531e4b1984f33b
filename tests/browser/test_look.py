"""How the page looks on small and large, light and dark screens."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE
from tests.support.colours import contrast
from tests.support.visitor import draw_and_submit_a_one

pytestmark = pytest.mark.browser

CONTROLS = (
    ":is(#drawing, #answer)"
    " :is(canvas, button, .tool, .colours > :not(legend), [type=range])"
    ":not(#number *)"  # which stands in the keys' place
)
# The names of controls that cover one another.
OVERLAPS = """(controls) => {
    const boxes = [...document.querySelectorAll(controls)]
        .map((control) => [control.outerHTML, control.getBoundingClientRect()]);
    return boxes.flatMap(([name, a], i) => boxes.slice(i + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 &&
            a.top < b.bottom - 1 && b.top < a.bottom - 1)
        .map(([other]) => [name, other]));
}"""
FARTHEST = """(controls) => Math.max(...[...document.querySelectorAll(controls)]
    .map((control) => control.getBoundingClientRect().right))"""
# The texts of buttons that do not fit into them.
CUT_OFF = """() => [...document.querySelectorAll("#drawing :is(button, .tool)")]
    .filter((key) => key.scrollWidth > key.clientWidth + 1 ||
        key.scrollHeight > key.clientHeight + 1)
    .map((key) => key.innerText)"""
EDGES = """() => {
    const canvas = getComputedStyle(document.querySelector("canvas"));
    return [canvas.boxShadow.match(/rgb[(][^)]*[)]/)[0],
        getComputedStyle(document.body).backgroundColor, canvas.backgroundColor];
}"""
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll("body *")]
    .filter((element) => [...element.childNodes].some((node) =>
        node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .map((element) => parseFloat(getComputedStyle(element).fontSize)))"""


def test_on_a_small_phone_all_fits_and_nothing_moves(open_page):
    page = open_page(**PHONE | {"viewport": {"width": 320, "height": 568}})

    def places():
        return [part.bounding_box() for part in page.locator(CONTROLS).all()]

    before = places()
    draw_and_submit_a_one(page)
    assert places() == before
    assert max(box["y"] + box["height"] for box in before) <= 568
    assert min(min(box["width"], box["height"]) for box in before) >= 44


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (320, 568), (600, 700), (704, 700), (820, 1180), (1024, 768), (1440, 900),
        (568, 320), (844, 390), (3840, 2160),
    ],
)  # fmt: skip
def test_no_screen_scrolls_sideways_or_wastes_a_half(open_page, width, height):
    page = open_page(viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)
    canvas = page.locator("canvas").bounding_box()
    assert canvas["width"] == pytest.approx(canvas["height"], abs=0.5)
    assert canvas["width"] > 0.36 * max(width, height)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1280, 800)])
def test_text_twice_as_large_covers_nothing(open_page, width, height):
    page = open_page(viewport={"width": width, "height": height})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(FARTHEST, CONTROLS) <= width
    assert page.evaluate(OVERLAPS, CONTROLS) == []
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_controls_stand_out(open_page, scheme):
    page = open_page(color_scheme=scheme)
    edge, ground, paper = page.evaluate(EDGES)
    assert contrast(edge, ground) > 3  # WCAG 2, 1.4.11
    assert contrast(edge, paper) > 3


def test_no_text_is_smaller_than_twelve_pixels(phone):
    assert phone.evaluate(SMALLEST_TEXT) >= 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pen_stands_out_from_the_paper(open_page, scheme):
    page = open_page(color_scheme=scheme)
    paper = page.locator("canvas").evaluate("e => getComputedStyle(e).backgroundColor")
    for pen in page.get_by_role("radio").all()[:6]:
        colour = pen.evaluate("e => getComputedStyle(e).color")
        assert contrast(colour, paper) > 3  # WCAG 2, 1.4.11
        assert contrast(colour, "rgb(255, 255, 255)") > 4.5  # text on Submit
    draw_and_submit_a_one(page)


def test_every_control_is_reached_by_key(page):
    focus = "document.activeElement.name ?? document.activeElement.localName"
    page.locator(".languages summary").focus()
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focus))
    assert reached == [
        "canvas", "undo", "redo", "clear", "paper", "image", "colour", "own",
        "thickness",
    ]  # fmt: skip


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
    expect(page.get_by_role("heading")).to_have_text("Draw a digit or a number")


@pytest.mark.parametrize("language", ["en", "de", "es", "hi"])
def test_large_text_never_makes_a_narrow_phone_scroll_sideways(open_page, language):
    screen = {"width": 320, "height": 568}
    page = open_page(viewport=screen, locale=language)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
