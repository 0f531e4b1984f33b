"""A number's digits: each has its box over the drawing, which can be tapped."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.axe import findings
from tests.support.browser import PHONE
from tests.support.colours import contrast
from tests.support.drawings import draw as paint
from tests.support.drawings import encode
from tests.support.numbers import side_by_side
from tests.support.replies import answer_with
from tests.support.visitor import (
    ONE,
    Finger,
    draw,
    expect_answer,
    expect_hint,
    expect_live_answer,
    inked,
    on_canvas,
    press,
    switch_live_off,
    write,
    write_and_submit,
)

pytestmark = pytest.mark.browser

RIGHT_OR_BOX = "Tap Right, or the box of a wrong digit."
# How a box and its tag lie on the canvas, in shares of its side.
PLACES = """(boxes) => boxes.map((box) => {
    const canvas = document.querySelector("canvas").getBoundingClientRect();
    return [box, box.firstElementChild].map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const x = (place) => (place - canvas.left) / canvas.width;
        const y = (place) => (place - canvas.top) / canvas.height;
        return [x(left), y(top), x(right), y(bottom)];
    });
})"""
COLOURS = """(box) => {
    const style = getComputedStyle(box);
    const tag = getComputedStyle(box.firstElementChild);
    const beside = style.boxShadow.match(/rgb[(][^)]*[)]/)[0];
    return [style.borderTopColor, beside, tag.color, tag.backgroundColor];
}"""


def boxes(page):
    return page.locator("#boxes button")


def places(page):
    return boxes(page).evaluate_all(PLACES)


def names(page):
    return [box.get_attribute("aria-label").split(",")[0] for box in boxes(page).all()]


@pytest.mark.parametrize(
    ("number", "words"),
    [("42", "Forty-two"), ("007", "Zero zero seven"), ("1024", "One thousand and")],
)
def test_a_number_is_answered_in_words_and_each_digit_has_its_box(page, number, words):
    write_and_submit(page, number)
    expect_answer(page, words)
    expect_hint(page, RIGHT_OR_BOX)
    assert names(page) == [*number]
    assert boxes(page).all_inner_texts() == [*number]
    lefts = [box[0] for box, _ in places(page)]
    assert lefts == sorted(lefts)
    assert Drawing.objects.get().predictions.get().number == number


@pytest.mark.parametrize("top", [0.02, 0.3, 0.6])
def test_a_box_is_around_the_ink_and_its_tag_beside_it(page, top):
    write_and_submit(page, "42", left=0.2, right=0.75, top=top)
    for box, tag in places(page):
        assert box[0] < tag[0] < tag[2] < box[2] or tag[2] - tag[0] > box[2] - box[0]
        assert tag[3] <= box[1] or tag[1] >= box[3], "over the ink"
    first, last = places(page)[0][0], places(page)[-1][0]
    assert 0.15 < first[0] < 0.25 < first[2] < last[0] < 0.72 < last[2] < 0.8
    assert top - 0.07 < first[1] < top + 0.05


def test_drawing_on_undo_and_clear_take_the_boxes_away(page):
    switch_live_off(page)
    write_and_submit(page, "42")
    changes = [
        ("Undo", lambda: draw(page, *ONE)),
        ("Redo", lambda: press(page, "Undo")),
        ("Undo", lambda: press(page, "Clear")),
    ]
    for back, change in changes:
        expect(boxes(page)).to_have_count(2)
        change()
        expect(boxes(page)).to_have_count(0)
        press(page, back)
        press(page, "Submit")


def test_a_live_answer_has_boxes_that_only_show(page):
    write(page, "42")
    expect_live_answer(page, "Forty-two")
    expect(boxes(page)).to_have_count(2)
    assert page.locator("#boxes").evaluate("layer => layer.inert")
    before = inked(page)
    draw(page, (0.3, 0.35), (0.35, 0.5))  # through a box
    assert inked(page) > before
    assert not Drawing.objects.exists()


def test_a_stroke_may_begin_on_a_box(page):
    switch_live_off(page)
    write_and_submit(page, "42")
    before = inked(page)
    draw(page, (0.15, 0.35), (0.2, 0.6))
    expect(boxes(page)).to_have_count(0)
    assert inked(page) > before
    press(page, "Undo")
    assert inked(page) == pytest.approx(before, abs=20)  # of its edges' pixels


def test_a_finger_draws_on_from_a_box_too_and_taps_it(phone):
    switch_live_off(phone)
    write_and_submit(phone, "42")
    boxes(phone).nth(1).tap()
    expect_hint(phone, "Tap the digit that it is.")
    before = inked(phone)
    Finger(phone).drag(*on_canvas(phone, (0.15, 0.35), (0.2, 0.6)))
    expect(boxes(phone)).to_have_count(0)
    assert inked(phone) > before


def test_a_digit_is_mended_by_its_box_and_a_key(page):
    write_and_submit(page, "42")
    key = page.get_by_role("button", name="7", exact=True)
    expect(key).to_be_disabled()
    boxes(page).nth(1).click()
    expect_hint(page, "Tap the digit that it is.")
    share = page.locator('#keys [value="2"] .share')
    expect(share).not_to_be_empty()
    key.click()
    expect_hint(page, "Thank you: kept as 47.")
    assert Drawing.objects.get().claim_value == "47"
    expect(boxes(page).nth(1)).to_have_accessible_name("2, digit 2 of 2: you say 7")
    expect(boxes(page).nth(1)).to_have_text("7")
    expect(key).to_have_attribute("aria-pressed", "true")
    boxes(page).nth(0).click()
    press(page, "1")
    expect_hint(page, "Thank you: kept as 17.")
    assert Drawing.objects.get().claim_value == "17"
    press(page, "1")
    expect_hint(page, "Taken back. Tap what you drew, if you like.")
    assert Drawing.objects.get().claim_value is None
    expect(boxes(page).nth(1)).to_have_text("2")


def test_right_and_not_a_number_are_about_the_whole(page):
    write_and_submit(page, "42")
    press(page, "Right")
    expect_hint(page, "Thank you: kept as 42.")
    assert Drawing.objects.get().claim_value == "42"
    press(page, "Not a number")
    expect_hint(page, "Thank you: kept as not a digit. Tap it again to take it back.")
    assert Drawing.objects.get().claim_value == 10


def test_by_keyboard_alone_a_digit_is_mended(page):
    write_and_submit(page, "42")
    page.locator("canvas").focus()
    page.keyboard.press("Tab")
    expect(boxes(page).nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("7")
    expect_hint(page, "Thank you: kept as 47.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect_hint(page, "Tap the digit that it is.")
    assert Drawing.objects.get().claim_value == "47"


@pytest.mark.parametrize(("number", "side"), [("42", 44), ("111111111111", 12)])
def test_a_phone_has_room_to_tap_each_digit_and_nothing_moves(open_page, number, side):
    page = open_page(**PHONE | {"viewport": {"width": 320, "height": 568}})
    keys = "#keys button, .tool, .live, .submit"
    before = page.locator(keys).evaluate_all(RECTANGLES)
    write_and_submit(page, number, left=0.02, right=0.98)
    assert page.locator(keys).evaluate_all(RECTANGLES)[: len(before)] == before
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for box in boxes(page).all():
        size = box.bounding_box()
        assert min(size["width"], size["height"]) >= side  # of twelve "123" types all


RECTANGLES = """(keys) => keys.map((key) => {
    const { x, y, width, height } = key.getBoundingClientRect();
    return [x, y, width, height];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", ["light", "dark"])
def test_boxes_are_seen_on_any_paper_and_have_nothing_to_mend(open_page, scheme, paper):
    page = open_page(color_scheme=scheme)
    page.evaluate("paper => document.documentElement.dataset.paper = paper", paper)
    write_and_submit(page, "42")
    line, beside, text, ground = boxes(page).nth(0).evaluate(COLOURS)
    ink = page.locator("canvas").evaluate("e => getComputedStyle(e).backgroundColor")
    assert contrast(line, ink) > 3
    assert contrast(line, beside) > 9  # one of them is seen on any ink and photo
    assert contrast(text, ground) > 4.5
    assert findings(page) == {}


def test_a_photos_boxes_stand_where_it_is_shown(page):
    photo = encode(paint(side_by_side("42"), page=(900, 500), paper=(255, 255, 255)))
    file = {"name": "photo.png", "mimeType": "image/png", "buffer": photo}
    page.get_by_label("Choose a picture").set_input_files(file)
    expect_answer(page, "Forty-two")
    (four, _), (two, _) = places(page)
    assert four[0] < four[2] < two[0] < two[2]
    assert abs(four[0] + two[2] - 1) < 0.05  # in the middle
    for box in (four, two):
        assert 0.25 < box[1] < 0.5 < box[3] < 0.75  # of a square, the photo's middle


def test_an_unsure_digit_has_a_dashed_box(page):
    parts = [
        {"digit": digit, "confidence": share, "box": [60 * digit, 80, 50, 90]}
        for digit, share in [(1, 0.97), (2, 0.6)]
    ]
    word = {"word": "Twelve", "number": "12", "parts": parts, "several_digits": True}
    answer_with(page, digit=None, **word)
    draw(page, *ONE)
    press(page, "Submit")
    styles = boxes(page).evaluate_all(
        "boxes => boxes.map((box) => getComputedStyle(box).borderTopStyle)"
    )
    assert styles == ["solid", "dashed"]
    expect(boxes(page).nth(1)).to_have_accessible_name("2, digit 2 of 2, 60.0% sure")
