"""The page in a real Chromium: a drawing is submitted, and its answer is shown."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.replies import PREDICTIONS, answer_with, count_questions, hold
from tests.support.visitor import (
    DASH,
    ONE,
    ONE_IN_A_CORNER,
    Finger,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    expect_hint,
    expect_sentence,
    expect_state,
    on_canvas,
    press,
    stop_clock,
    switch_live_off,
)

pytestmark = pytest.mark.browser

DELETED = """(id) => {
    document.dispatchEvent(new CustomEvent("drawing-deleted", { detail: { id } }));
}"""
LISTEN = """() => document.addEventListener("drawing-kept", ({ detail }) => {
    window.kept = detail;
})"""


def test_a_drawn_one_is_answered_in_words_and_kept(page):
    draw_and_submit_a_one(page)
    drawing = Drawing.objects.get()
    assert drawing.predictions.get().digit == 1
    assert drawing.claim is None
    assert Image.open(io.BytesIO(drawing.picture)).size == (280, 280)


def test_a_digit_in_a_corner_is_read_as_well(page):
    draw(page, *ONE_IN_A_CORNER)
    press(page, "Submit")
    expect_answer(page, "One")


def test_a_finger_on_a_phone_draws_too(phone):
    Finger(phone).drag(*on_canvas(phone, *ONE))  # quick, and then a tap at once
    phone.get_by_role("button", name="Submit").tap()
    expect_answer(phone, "One")
    picture = Image.open(io.BytesIO(Drawing.objects.get().picture))
    assert picture.size == (280, 280)


def test_enter_submits_and_nothing_drawn_asks_nobody(page):
    page.keyboard.press("Enter")
    expect_sentence(page, "Nothing drawn yet. Draw a number, or choose a picture.")
    assert not Drawing.objects.exists()
    draw(page, *ONE)
    page.keyboard.press("Enter")
    expect_answer(page, "One")


# What the answer says


def test_the_answer_says_how_sure_the_network_is_and_which_version_it_was(page):
    draw_and_submit_a_one(page)
    expect(page.locator("output")).to_have_text(
        re.compile(r"Number drawn: One (very|quite) sure, \d\d\.\d%")
    )
    version = page.get_by_role("link", name="Version base")
    expect(version).to_have_attribute("href", "/about/network/")
    tile = page.get_by_alt_text("Your drawing as the network saw it")
    assert tile.evaluate("tile => tile.naturalWidth") == 28


def test_each_of_eleven_bars_has_its_number(page):
    draw_and_submit_a_one(page)
    shares = [
        float(text.rstrip("%")) for text in page.locator(".share").all_inner_texts()
    ]
    assert len(shares) == 11
    assert max(shares) == shares[1]
    assert sum(shares) == pytest.approx(100, abs=0.6)
    key = page.get_by_role("button", name="1", exact=True)
    expect(key).to_have_accessible_description(f"{shares[1]}%")


def test_a_version_that_takes_all_for_digits_has_ten_bars(page):
    answer_with(page, digit=4, probabilities=[0.03] * 4 + [0.73] + [0.03] * 5)
    draw(page, *ONE)
    press(page, "Submit")
    expect_answer(page, "Four")
    shares = page.locator(".share").all_inner_texts()
    assert [text for text in shares if text] == ["3.0%"] * 4 + ["73.0%"] + ["3.0%"] * 5


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"digit": 8, "confidence": 1}, "Number drawn: Eight very sure, 99.9%"),
        (
            {"digit": 8, "confidence": 0.55, "second": {"digit": 3}},
            "Number drawn: Eight, perhaps a Three not sure, 55.0%",
        ),
        (
            {"digit": 3, "confidence": 0.65, "second": {"digit": None}},
            "Number drawn: Three, perhaps not a digit fairly sure, 65.0%",
        ),
        ({"digit": None, "confidence": 0.93}, "Not a digit quite sure, 93.0%"),
        (
            {"digit": None, "several_digits": True, "word": "Several digits"},
            "Several digits Draw them on one line, further apart.",
        ),
        (
            {"digit": None, "other_signs": True, "word": "Not only digits"},
            "Not only digits I read only digits: no signs, points or letters.",
        ),
    ],
)
def test_the_answer_is_put_in_words(page, answer, sentence):
    answer_with(page, **answer)
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, sentence)
    expect(page.locator("#announcement")).to_have_text(sentence)


# Which answer is shown, and when


def test_an_unchanged_drawing_is_sent_and_kept_once(page):
    switch_live_off(page)
    questions = count_questions(page)
    draw_and_submit_a_one(page)
    press(page, "Submit")
    expect_hint(page, "This drawing is kept already.")
    draw(page, *DASH)
    press(page, "Undo")
    press(page, "Submit")
    expect_answer(page, "One")
    assert len(questions) == Drawing.objects.count() == 1


def test_drawing_on_after_an_answer_outdates_it_and_can_be_submitted(page):
    switch_live_off(page)
    draw_and_submit_a_one(page)
    draw(page, *DASH)
    expect_state(page, "outdated")
    expect(page.get_by_role("button", name="4")).to_be_disabled()
    press(page, "Submit")
    expect_state(page, "shown")
    assert Drawing.objects.count() == 2


def test_only_the_newest_answer_is_shown(page):
    held = hold(page, PREDICTIONS)
    draw(page, *DASH)
    press(page, "Submit")
    expect_state(page, "waiting")
    press(page, "Undo")
    draw_and_submit_a_one(page)
    held[0].fulfill(status=201, json={"word": "Four", "digit": 4})
    page.wait_for_timeout(100)
    expect_answer(page, "One")


def test_an_answer_that_takes_long_shows_that_it_is_coming(page):
    switch_live_off(page)
    answer = page.locator("#answer")
    held = hold(page, PREDICTIONS)
    draw(page, *ONE)
    stop_clock(page)
    press(page, "Submit")
    page.clock.run_for(299)
    expect(answer).to_have_attribute("aria-busy", "false")
    page.clock.run_for(2)
    expect(answer).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect_answer(page, "One")
    expect(answer).to_have_attribute("aria-busy", "false")


def test_an_answer_whose_drawing_is_deleted_takes_no_claim_any_more(page):
    switch_live_off(page)
    draw_and_submit_a_one(page)
    page.evaluate(DELETED, "5d2a3a4e-0000-4000-8000-000000000000")
    expect_state(page, "shown")
    page.evaluate(DELETED, str(Drawing.objects.get().pk))
    expect_state(page, "outdated")


def test_the_page_is_told_of_each_drawing_that_is_kept(page):
    page.evaluate(LISTEN)
    draw_and_submit_a_one(page)
    assert page.evaluate("kept.id") == str(Drawing.objects.get().pk)
