"""The drawing surface in a real Chromium, by mouse and by finger."""

import pytest

from tests.support.browser import PHONE
from tests.support.visitor import (
    ONE,
    Finger,
    drag,
    inked,
    on_canvas,
)

pytestmark = pytest.mark.browser

FITS = """() => {
    const canvas = document.querySelector("canvas");
    const { width } = canvas.getBoundingClientRect();
    return canvas.width === Math.round(devicePixelRatio * width);
}"""
# Paints the drawing anew; returns by how much the ink of a pixel changes at most.
REPAINT = """(canvas) => {
    const { width, height } = canvas;
    const readInk = () => {
        const copy = new OffscreenCanvas(width, height).getContext("2d");
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        return data.filter((_, i) => i % 4 === 3);
    };
    const before = readInk();
    document.dispatchEvent(new Event("visibilitychange"));
    return readInk().reduce((most, ink, i) =>
        Math.max(most, Math.abs(ink - before[i])), 0);
}"""


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
    middle = (top[0] + end[0]) / 2, top[1]
    finger.touch("touchStart", top)
    finger.touch("touchMove", middle)
    finger.touch("touchStart", middle, low)
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


@pytest.mark.parametrize("density", [1, 2, 3])
def test_the_drawing_is_as_fine_as_the_screen(open_page, density):
    page = open_page(device_scale_factor=density)
    pixels, side = page.locator("canvas").evaluate("c => [c.width, c.clientWidth]")
    assert pixels == pytest.approx(density * side, abs=1.5)


def test_a_turned_phone_shows_the_drawing_in_its_new_size(phone):
    Finger(phone).drag(*on_canvas(phone, *ONE))
    before = inked(phone)
    phone.set_viewport_size({"width": 640, "height": 360})
    phone.wait_for_function(FITS)
    assert inked(phone) == pytest.approx(before, rel=0.02)


def test_what_is_painted_bit_by_bit_looks_like_what_is_painted_at_once(page):
    drag(page, *on_canvas(page, (0.2, 0.2), (0.7, 0.3), (0.3, 0.6), (0.6, 0.8)))
    drag(page, *on_canvas(page, (0.1, 0.5), (0.6, 0.5), (0.2, 0.3)))
    largest_difference = page.locator("canvas").evaluate(REPAINT)
    assert largest_difference < 128  # of 255: at edges, by how they were rounded
