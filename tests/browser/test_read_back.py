"""Browsers in which a canvas hands out something else than it shows, or nothing."""

import io

import pytest
from PIL import Image

from recognizer.models import Drawing
from tests.support.canvases import NO_COMPRESSION, NOISE, browse_with
from tests.support.visitor import (
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_sentence,
    inked,
)

pytestmark = pytest.mark.browser


def test_a_drawing_is_sent_as_it_was_drawn(page):
    browse_with(page, NOISE + NO_COMPRESSION)
    draw_and_submit_a_one(page)
    picture = Image.open(io.BytesIO(Drawing.objects.get().picture))
    assert (picture.mode, picture.size) == ("RGBA", (280, 280))
    ink = sum(picture.getchannel("A").histogram()[128:])
    assert ink == pytest.approx(inked(page), rel=0.02)


def test_a_canvas_that_was_lost_shows_the_drawing_again(page):
    draw(page, *ONE)
    before = inked(page)
    page.locator("canvas").evaluate("canvas => canvas.width = canvas.width")
    assert inked(page) == 0
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert inked(page) == before


def test_a_browser_without_a_canvas_says_so(page):
    browse_with(page, "HTMLCanvasElement.prototype.getContext = () => null;")
    sentence = "This browser does not let the page draw. Choose a picture instead."
    expect_sentence(page, sentence)
