"""Undo, Redo and Clear, also after the page was opened anew."""

import pytest

from recognizer.models import Drawing
from tests.support.canvases import NO_STORAGE, browse_with
from tests.support.visitor import (
    DASH,
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    expect_sentence,
    inked,
    press,
)

pytestmark = pytest.mark.browser


def test_undo_takes_back_one_stroke_after_the_other_and_redo_brings_them(page):
    draw(page, *ONE)
    one = inked(page)
    draw(page, *DASH)
    four = inked(page)
    assert four > one > 0
    press(page, "Undo")
    assert inked(page) == one
    page.keyboard.press("Control+z")
    assert inked(page) == 0
    page.keyboard.press("Control+z")
    press(page, "Redo")
    assert inked(page) == one
    page.keyboard.press("Control+Shift+z")
    assert inked(page) == four
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    assert inked(page) == four


def test_a_new_stroke_ends_what_redo_can_bring(page):
    draw(page, *ONE)
    press(page, "Undo")
    draw(page, *DASH)
    dash = inked(page)
    press(page, "Redo")
    assert inked(page) == dash


def test_clear_empties_the_pad_and_can_be_undone_and_done_again(page):
    draw_and_submit_a_one(page)
    one = inked(page)
    page.keyboard.press("Delete")
    assert inked(page) == 0
    expect_sentence(page, "Your answer appears here.")
    press(page, "Undo")
    assert inked(page) == one
    press(page, "Redo")
    assert inked(page) == 0
    draw(page, *DASH)
    press(page, "Clear")
    press(page, "Undo")
    press(page, "Undo")
    assert inked(page) == 0


def test_escape_clears_from_the_canvas_only(page):
    draw(page, *ONE)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Escape")
    assert inked(page) > 0
    page.locator("canvas").focus()
    page.keyboard.press("Escape")
    assert inked(page) == 0


def test_the_drawing_and_its_undo_and_redo_outlast_a_reload(page):
    draw(page, *ONE)
    one = inked(page)
    draw(page, *DASH)
    four = inked(page)
    press(page, "Undo")
    page.reload()
    assert inked(page) == one
    press(page, "Redo")
    assert inked(page) == four
    press(page, "Undo")
    press(page, "Submit")
    expect_answer(page, "One")
    (stroke,) = Drawing.objects.get().strokes
    assert stroke[0] == pytest.approx([x * 280 for x in ONE[0]], abs=2)


def test_what_another_version_saved_starts_an_empty_drawing(page):
    saved = '{"steps": [{"points": 7}, {}], "done": 2}'
    page.evaluate("saved => localStorage.setItem('digitsite.drawing', saved)", saved)
    page.reload()
    assert inked(page) == 0
    draw_and_submit_a_one(page)


def test_without_storage_the_page_draws(page):
    browse_with(page, NO_STORAGE)
    draw_and_submit_a_one(page)
    press(page, "Undo")
    assert inked(page) == 0


def test_a_button_with_nothing_to_do_looks_so_and_does_not_lose_the_focus(page):
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    assert undo.get_attribute("aria-disabled") == "true"
    draw(page, *ONE)
    assert undo.get_attribute("aria-disabled") == "false"
    undo.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert undo.get_attribute("aria-disabled") == "true"
    assert redo.get_attribute("aria-disabled") == "false"
    assert undo.evaluate("undo => undo === document.activeElement")
