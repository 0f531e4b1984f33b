"""A drawing's page in a real Chromium: the replay of its strokes, and sharing."""

import pytest
from playwright.sync_api import expect

from recognizer.drawings.recognition import recognise
from tests.support.drawings import png
from tests.support.visitor import path

pytestmark = pytest.mark.browser

T = [((40, 60), (240, 60)), ((140, 60), (140, 240))]
STROKES = [[list(point) for point in path(line, steps=20)] for line in T]
INK = [[(0, 0), (200 / 180, 0)], [(100 / 180, 0), (100 / 180, 1)]]

# How many of a canvas's pixels are red ink.
DARK = """canvas => {
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, width, height).data
        .filter((value, i) => i % 4 === 1 && value < 100).length;
}"""


@pytest.fixture
def address(db):
    picture = png(INK, page=(280, 280), size=0.7)
    return f"/drawings/{recognise(picture, strokes=STROKES).drawing.pk}/"


def start_replay(page, address):
    """Open the page and start the replay, at a clock that the test moves on."""
    page.clock.install(time=0)
    page.goto(address)
    page.clock.pause_at(60_000)
    page.get_by_role("button", name="Replay the strokes").click()
    return page.locator(".paper canvas")


def ink_after(page, milliseconds):
    page.clock.run_for(milliseconds)
    return page.locator(".paper canvas").evaluate(DARK)


def test_strokes_come_back_one_after_the_other(page, address):
    canvas = start_replay(page, address)
    ink = [ink_after(page, 400) for _ in range(6)]
    assert ink == sorted(ink)
    assert 0 < ink[0] < ink[2] < ink[-1], ink
    page.clock.run_for(1000)
    expect(canvas).to_be_hidden()
    expect(page.locator(".paper img")).to_be_visible()


def test_who_wants_no_motion_sees_stroke_after_stroke(open_page, address):
    page = open_page(reduced_motion="reduce")
    canvas = start_replay(page, address)
    ink = [ink_after(page, 300) for _ in range(4)]
    assert ink[0] == ink[1] == 0
    assert ink[2] == ink[3] > 0
    page.clock.run_for(400)
    expect(canvas).to_be_hidden()


def test_the_address_is_copied_where_nothing_shares_it(open_page, address):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("status")).to_have_text("The address is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_device_shares_it_where_it_can(page, address):
    page.goto(address)
    page.evaluate("navigator.share = async (what) => { window.shared = what; }")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("status")).to_have_text("")
    assert page.evaluate("window.shared.url") == page.url


def test_without_a_clipboard_it_says_where_the_address_stands(page, address):
    page.goto(address)
    page.evaluate("navigator.share = undefined")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("status")).to_contain_text("from the top of the browser")
