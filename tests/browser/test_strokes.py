"""The page sends where the pen went along with the picture."""

import pytest

from recognizer.models import Drawing, Source
from tests.support.drawings import SEVEN, png
from tests.support.visitor import (
    DASH,
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    press,
)

pytestmark = pytest.mark.browser


def test_the_strokes_of_a_drawing_are_kept_in_the_canvass_own_pixels(page):
    draw(page, *DASH)
    press(page, "Undo")
    draw_and_submit_a_one(page)
    drawing = Drawing.objects.get()
    assert drawing.source == Source.PAGE
    (stroke,) = drawing.strokes
    assert stroke[0] == pytest.approx([x * 280 for x in ONE[0]], abs=2)
    assert stroke[-1] == pytest.approx([x * 280 for x in ONE[1]], abs=2)


def test_a_chosen_file_has_no_strokes(page):
    draw(page, *ONE)
    file = {"name": "7.png", "mimeType": "image/png", "buffer": png(SEVEN)}
    page.locator("[name=image]").set_input_files(file)
    expect_answer(page, "Seven")
    assert Drawing.objects.get().strokes is None


MANY_POINTS = """(canvas) => {
    const { left, top, width } = canvas.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + width / 2 };
    const move = new PointerEvent("pointermove", { pointerId: 1, ...place });
    move.getCoalescedEvents = () => Array(20_000).fill(place);
    canvas.setPointerCapture = () => {};
    canvas.dispatchEvent(new PointerEvent("pointerdown", { pointerId: 1, ...place }));
    canvas.dispatchEvent(move);
}"""


def test_a_drawing_of_very_many_points_is_answered_without_them(page):
    draw(page, *ONE)
    page.locator("canvas").evaluate(MANY_POINTS)
    press(page, "Submit")
    expect_answer(page, "One")
    assert Drawing.objects.get().strokes is None
