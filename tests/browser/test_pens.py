"""The pen's colour, width and pressure, and the paper."""

import hashlib
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.visitor import ONE, Pen, draw, expect_answer, inked, on_canvas, press

pytestmark = pytest.mark.browser

# What the page sent of these strokes when it was first published.
PINNED = "10ccce3e723ef635cb4eef44a6dbdd93c94c15cbe32f5c3174954be4ee531fa1"
PAINT = """async () => {
    const { href } = document.querySelector("link[href*=painter]");
    const { paint } = await import(href);
    const points = [[60.25, 40], [200, 44.5], [150.125, 150], [90, 250]]
        .map(([x, y]) => [x, y, 18]);
    const dot = [[20, 20.5, 40]];
    return [...paint([
        { colour: "rgb(214, 40, 57)", points },
        { colour: "rgb(47, 111, 228)", points: dot },
    ], 280)];
}"""


def choose_own_colour(page, colour):
    page.get_by_label("Choose your own colour").fill(colour)


def count_dark(page):
    """How many of the canvas's pixels are painted in a dark colour."""
    return page.locator("canvas").evaluate(
        """(canvas) => {
            const copy = new OffscreenCanvas(280, 280).getContext("2d");
            copy.drawImage(canvas, 0, 0, 280, 280);
            const { data } = copy.getImageData(0, 0, 280, 280);
            return data.filter((red, i) =>
                i % 4 === 0 && red < 100 && data[i + 3] > 200).length;
        }"""
    )


def test_colour_and_width_hold_for_new_strokes_and_next_visits(page):
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


def test_an_own_colour_is_drawn_with_sent_and_remembered(page):
    choose_own_colour(page, "#123456")
    draw(page, *ONE)
    press(page, "Submit")
    expect_answer(page, "One")
    picture = Image.open(io.BytesIO(Drawing.objects.get().picture))
    assert picture.getpixel((140, 140)) == (0x12, 0x34, 0x56, 255)
    page.get_by_role("radio", name="Red").check()
    page.reload()
    expect(page.get_by_label("Choose your own colour")).to_have_value("#123456")


def test_white_on_white_paper_is_seen_by_its_edge_and_read(page):
    choose_own_colour(page, "#ffffff")
    draw(page, *ONE)
    assert count_dark(page) > 100
    page.get_by_role("switch", name="Dark paper").check(force=True)
    assert count_dark(page) == 0
    press(page, "Submit")
    expect_answer(page, "One")


def test_the_paper_is_the_themes_until_the_visitor_chooses(open_page):
    page = open_page(color_scheme="dark")
    paper = page.get_by_role("switch", name="Dark paper")
    expect(paper).to_be_checked()
    paper.uncheck(force=True)
    page.reload()
    expect(paper).not_to_be_checked()
    expect(page.locator("canvas")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_a_pen_that_is_pressed_harder_draws_wider_and_so_it_is_sent(page):
    pen, line = Pen(page), on_canvas(page, *ONE)
    pen.drag(*line, force=0.2)
    light = inked(page)
    press(page, "Clear")
    pen.drag(*line, force=0.9)
    heavy = inked(page)
    assert heavy > 1.5 * light
    press(page, "Submit")
    expect_answer(page, "One")
    alpha = Image.open(io.BytesIO(Drawing.objects.get().picture)).getchannel("A")
    assert sum(alpha.histogram()[128:]) == pytest.approx(heavy, rel=0.03)


def test_a_mouse_and_a_finger_send_the_same_picture_as_ever(page):
    pixels = bytes(page.evaluate(PAINT))
    assert hashlib.sha256(pixels).hexdigest() == PINNED
