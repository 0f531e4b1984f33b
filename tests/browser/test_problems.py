"""What goes wrong is told in a sentence, and the drawing stays."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.replies import PREDICTIONS, reply
from tests.support.visitor import (
    DASH,
    ONE,
    draw,
    expect_answer,
    expect_sentence,
    press,
    switch_live_off,
)

pytestmark = pytest.mark.browser

SERVER_FAILED = "Something went wrong on the server. Try again in a moment."
WAITS = (
    "The server cannot be reached. "
    "The drawing waits, and is sent when the network is back."
)


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (
            {"status": 422, "json": {"detail": "The drawing is empty."}},
            "The drawing is empty.",
        ),
        ({"status": 413, "body": "<h1>Too large</h1>"}, "The picture is too large."),
        ({"status": 502, "body": "<h1>Bad gateway</h1>"}, SERVER_FAILED),
        (
            {
                "status": 429,
                "headers": {"Retry-After": "40"},
                "json": {"detail": "No."},
            },
            "That was a lot of drawings. Try again in 40 seconds.",
        ),
        ({"status": 201, "json": {}}, SERVER_FAILED),
        ({"status": 201, "json": reply(tile="/undefined")}, SERVER_FAILED),
        ({"status": 201, "json": reply(probabilities=[1, 0])}, SERVER_FAILED),
        ({"status": 201, "json": reply() | {"digit": 1.5}}, SERVER_FAILED),
        ({"status": 201, "body": "<h1>Log in</h1>"}, SERVER_FAILED),
    ],
)
def test_a_problem_is_told_in_a_sentence(page, response, sentence):
    page.route(PREDICTIONS, lambda route: route.fulfill(**response))
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, sentence)
    expect(page.locator("#announcement")).to_have_text(sentence)
    expect(page.get_by_role("button", name="4")).to_be_disabled()
    page.complaints.clear()


def test_a_fault_of_the_server_names_its_request(page):
    fault = {"detail": "The fault is ours.", "request_id": "0d0c-17"}
    page.route(PREDICTIONS, lambda route: route.fulfill(status=500, json=fault))
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, "The fault is ours. 0d0c-17")
    page.complaints.clear()


def test_without_a_network_the_drawing_waits_and_is_sent_by_itself(page):
    switch_live_off(page)
    page.context.set_offline(True)
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, WAITS)
    page.complaints.clear()  # the browser logs the failure
    page.context.set_offline(False)
    expect_answer(page, "One")
    assert Drawing.objects.count() == 1


def test_a_drawing_that_has_changed_does_not_wait_any_more(page):
    switch_live_off(page)
    page.context.set_offline(True)
    draw(page, *ONE)
    press(page, "Submit")
    expect_sentence(page, WAITS)
    page.complaints.clear()
    draw(page, *DASH)
    page.context.set_offline(False)
    expect_sentence(page, "Your answer appears here.")
    assert not Drawing.objects.exists()
