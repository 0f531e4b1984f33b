"""The page in a real Chromium: the answer, the claim, and what goes wrong."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.drawings import SEVEN, png
from tests.support.visitor import (
    DASH,
    ONE,
    ONE_IN_A_CORNER,
    Finger,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    expect_sentence,
    on_canvas,
    press,
)

pytestmark = pytest.mark.browser


# Drawing and the answer


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


def test_every_digit_has_a_bar_and_the_tile_is_shown(page):
    draw_and_submit_a_one(page)
    bars = page.get_by_role("list").get_by_role("listitem")
    shares = [float(re.search(r"[\d.]+", text)[0]) for text in bars.all_inner_texts()]
    assert len(shares) == 10
    assert max(shares) == shares[1]
    expect(page.get_by_text(re.compile(r"^\d\d\.\d % sure$"))).to_be_visible()
    tile = page.get_by_alt_text("Your drawing as the network saw it")
    assert tile.evaluate("tile => tile.naturalWidth") == 28


def test_enter_submits_and_nothing_drawn_asks_nobody(page):
    page.keyboard.press("Enter")
    expect_sentence(page, "Draw a digit first.")
    assert not Drawing.objects.exists()
    draw(page, *ONE)
    page.keyboard.press("Enter")
    expect_answer(page, "One")


def test_drawing_on_after_an_answer_outdates_it_and_can_be_submitted(page):
    draw_and_submit_a_one(page)
    draw(page, *DASH)
    expect(page.locator("#answer")).to_have_attribute("data-state", "outdated")
    expect(page.get_by_role("button", name="4")).to_be_disabled()
    press(page, "Submit")
    expect(page.locator("#answer")).to_have_attribute("data-state", "shown")
    assert Drawing.objects.count() == 2


def test_only_the_newest_answer_is_shown(page):
    held = []
    page.route("**/predictions/", lambda route: held.append(route), times=1)
    draw(page, *DASH)
    press(page, "Submit")
    expect(page.locator("#answer")).to_have_attribute("data-state", "waiting")
    press(page, "Undo")
    draw_and_submit_a_one(page)
    held[0].fulfill(status=201, json={"word": "Four", "digit": 4})
    page.wait_for_timeout(100)
    expect_answer(page, "One")


def test_a_picture_can_be_chosen_instead(page):
    seven = {"name": "seven.png", "mimeType": "image/png", "buffer": png(SEVEN)}
    page.get_by_label("choose a picture").set_input_files(seven)
    expect_answer(page, "Seven")
    assert Drawing.objects.get().predictions.get().digit == 7


# The claim


def test_a_claim_is_kept_with_one_tap_and_can_be_changed(page):
    draw_and_submit_a_one(page)
    press(page, "4")
    expect(page.get_by_text("Thank you: kept as Four.")).to_be_visible()
    assert Drawing.objects.get().claim == 4
    press(page, "Not a digit")
    expect(page.get_by_text("Thank you: kept as not a digit.")).to_be_visible()
    assert Drawing.objects.get().claim == 10
    assert Drawing.objects.get().predictions.get().digit == 1


def test_a_claim_that_is_not_kept_says_so(page):
    draw_and_submit_a_one(page)
    page.context.set_offline(True)
    press(page, "4")
    expect(page.get_by_text("Not kept: The server cannot be reached.")).to_be_visible()
    page.complaints.clear()  # the browser also logs the failure


# What goes wrong is told in a sentence, and the drawing stays


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (
            {"status": 422, "json": {"detail": "The drawing is empty."}},
            "The drawing is empty.",
        ),
        ({"status": 413, "body": "<h1>Too large</h1>"}, "The picture is too large."),
        (
            {"status": 502, "body": "<h1>Bad gateway</h1>"},
            "Something went wrong on the server. Try again in a moment.",
        ),
        (
            {
                "status": 429,
                "headers": {"Retry-After": "40"},
                "json": {"detail": "No."},
            },
            "That was a lot of drawings. Try again in 40 seconds.",
        ),
        (
            {"status": 201, "json": {}},  # which showing an answer stumbles over
            "Something went wrong on this page. Try again in a moment.",
        ),
    ],
)
def test_a_problem_is_told_in_a_sentence(page, response, sentence):
    page.route("**/predictions/", lambda route: route.fulfill(**response))
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, sentence)
    expect(page.get_by_role("button", name="4")).to_be_disabled()
    page.complaints.clear()


def test_without_a_network_the_drawing_waits_for_the_next_try(page):
    page.context.set_offline(True)
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, "The server cannot be reached. Try again in a moment.")
    page.complaints.clear()
    page.context.set_offline(False)
    press(page, "Submit")
    expect_answer(page, "One")
