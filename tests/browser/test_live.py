"""Live mode: the network answers while the visitor draws, and nothing is kept."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.canvases import browse_with
from tests.support.replies import SO_FAR, count_questions, hold, reply
from tests.support.visitor import (
    DASH,
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    expect_hint,
    expect_live_answer,
    expect_state,
    press,
    stop_clock,
    switch_live_off,
)

pytestmark = pytest.mark.browser

SLOW_NETWORK = """
    Object.defineProperty(navigator, "connection", { value: { effectiveType: "3g" } });
"""
TO_KEEP = "Submit to keep it and say if it is right."


def switch(page):
    return page.get_by_role("switch", name="Live: answer while I draw")


def test_each_stroke_is_answered_and_nothing_is_kept_until_submit(page):
    draw(page, *ONE)
    expect_live_answer(page, "One")
    expect_hint(page, TO_KEEP)
    expect(page.get_by_role("button", name="Right")).to_be_disabled()
    assert not Drawing.objects.exists()
    press(page, "Submit")
    expect_answer(page, "One")
    assert Drawing.objects.count() == 1


def test_undo_and_redrawing_are_answered_too(page):
    questions = count_questions(page)
    draw(page, *ONE)
    expect_live_answer(page, "One")
    draw(page, *DASH)
    expect(page.locator("output")).not_to_contain_text("One")
    press(page, "Undo")
    expect_live_answer(page, "One")
    assert len(questions) == 3
    press(page, "Clear")
    expect_state(page, "empty")


def test_the_newest_question_wins_and_older_ones_are_aborted(page):
    aborted = []
    page.on("requestfailed", lambda request: aborted.append(request.failure))
    held = hold(page, SO_FAR)
    draw(page, *DASH)
    draw(page, *ONE)
    expect_state(page, "live")
    assert aborted == ["net::ERR_ABORTED"]
    held[0].fulfill(json=reply(digit=4))
    page.wait_for_timeout(100)
    expect(page.locator("output")).not_to_contain_text("Four")


def test_back_at_the_kept_drawing_its_answer_is_shown_again(page):
    draw_and_submit_a_one(page)
    press(page, "Right")
    draw(page, *DASH)
    expect_state(page, "live")
    press(page, "Undo")
    expect_answer(page, "One")
    expect(page.get_by_role("button", name="Right")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_it_is_off_when_switched_off_and_that_is_remembered(page):
    switch_live_off(page)
    page.reload()
    expect(switch(page)).not_to_be_checked()
    questions = count_questions(page)
    draw(page, *ONE)
    switch(page).check()
    expect_live_answer(page, "One")
    assert len(questions) == 1


def test_a_slow_connection_begins_without_it(page):
    browse_with(page, SLOW_NETWORK)
    expect(switch(page)).not_to_be_checked()


def test_it_switches_itself_off_where_the_server_has_enough(page):
    too_many = {"status": 429, "json": {"detail": "Too many."}}
    page.route(SO_FAR, lambda route: route.fulfill(**too_many))
    draw(page, *ONE)
    expect(switch(page)).not_to_be_checked()
    expect_hint(page, "That was a lot of drawing. Submit to get an answer.")
    page.complaints.clear()  # the browser logs the 429
    press(page, "Submit")
    expect_answer(page, "One")


def test_it_switches_itself_off_after_two_slow_answers(page):
    held = hold(page, SO_FAR, times=2)
    stop_clock(page)
    draw(page, *DASH)
    page.clock.run_for(1501)
    expect(switch(page)).to_be_checked()
    draw(page, *ONE)
    page.clock.run_for(1501)
    expect(switch(page)).not_to_be_checked()
    held[1].fulfill(json=reply(digit=1))
    expect_live_answer(page, "One")
    expect_hint(page, "Answers are slow just now. Submit to get one.")
    page.reload()
    expect(switch(page)).to_be_checked()  # perhaps it was for once


def test_live_answers_are_announced_only_in_a_pause(page):
    stop_clock(page)
    draw(page, *ONE)
    expect_live_answer(page, "One")
    announcement = page.locator("#announcement")
    expect(announcement).to_be_empty()
    page.clock.run_for(1001)
    expect(announcement).to_contain_text("Looks like: One")
