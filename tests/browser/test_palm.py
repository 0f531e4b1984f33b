"""A hand rests on the screen while a pen or a finger of it draws."""

import pytest

from tests.support.visitor import ONE, Finger, Pen, inked, on_canvas

pytestmark = pytest.mark.browser

SMALL, LARGE = 8, 40  # CSS pixels around the middle of a touch
LOW = {"top": 0.9}  # where the hand rests


@pytest.fixture
def hand(phone):
    """Where it rests, where it slides to, and the two ends of a stroke."""
    return on_canvas(phone, (0.8, 0.94), (0.7, 0.94), *ONE)


def test_a_pen_draws_although_a_palm_has_landed_first(phone, hand):
    palm, slid, *one = hand
    finger = Finger(phone)
    finger.touch("touchStart", palm)
    finger.touch("touchMove", slid)
    assert inked(phone, **LOW) > 0
    Pen(phone).drag(*one)
    finger.touch("touchEnd")
    assert inked(phone) > 0
    assert inked(phone, **LOW) == 0


def test_a_finger_draws_although_a_palm_has_landed_first(phone, hand):
    palm, _, start, end = hand
    finger = Finger(phone)
    finger.touch("touchStart", palm)
    finger.touch("touchStart", palm, start)
    finger.touch("touchMove", palm, end)
    finger.touch("touchEnd")
    assert inked(phone) > 0
    assert inked(phone, **LOW) == 0


def test_a_palm_that_slides_is_known_by_its_size(phone, hand):
    palm, slid, start, end = hand
    finger = Finger(phone)
    finger.touch("touchStart", (*palm, LARGE))
    finger.touch("touchMove", (*slid, LARGE))
    finger.touch("touchStart", (*slid, LARGE), (*start, SMALL))
    finger.touch("touchMove", (*slid, LARGE), (*end, SMALL))
    finger.touch("touchEnd")
    assert inked(phone) > 0
    assert inked(phone, **LOW) == 0


def test_a_palm_that_lands_later_does_not_draw(phone, hand):
    palm, slid, start, end = hand
    finger = Finger(phone)
    finger.touch("touchStart", start)
    finger.touch("touchMove", end)
    finger.touch("touchStart", end, palm)
    finger.touch("touchMove", start, slid)
    finger.touch("touchEnd")
    assert inked(phone) > 0
    assert inked(phone, **LOW) == 0


@pytest.mark.parametrize(("seconds", "draws"), [(0.2, False), (2, True)])
def test_between_two_strokes_of_a_pen_its_hand_does_not_draw(
    phone, hand, seconds, draws
):
    palm, _, *one = hand
    pen, finger = Pen(phone), Finger(phone)
    pen.drag(*one)
    now = phone.evaluate("(performance.timeOrigin + performance.now()) / 1000")
    pen.event("mouseMoved", one[1], 0, buttons=0, timestamp=now)
    finger.touch("touchStart", palm, timestamp=now + seconds)
    finger.touch("touchEnd", timestamp=now + seconds)
    assert (inked(phone, **LOW) > 0) == draws


def test_a_touch_that_the_system_takes_back_leaves_nothing(phone, hand):
    palm, slid, *_ = hand
    finger = Finger(phone)
    finger.touch("touchStart", palm)
    finger.touch("touchMove", slid)
    finger.touch("touchCancel")
    assert inked(phone) == 0
