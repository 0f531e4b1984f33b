"""Pictures that are chosen, pasted or dropped."""

import base64

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.drawings import BLACK, SEVEN, WHITE, draw, encode, png
from tests.support.replies import count_questions
from tests.support.visitor import (
    ONE,
    expect_answer,
    expect_hint,
    expect_sentence,
    expect_state,
    inked,
    press,
)
from tests.support.visitor import draw as draw_on_page

pytestmark = pytest.mark.browser

NO_HEIC = (
    "This browser cannot read HEIC photos. Send a JPEG, or a screenshot of the photo."
)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"

# A DataTransfer with one file, as a paste or a drop brings it.
TRANSFER = """([type, name, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt());
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    return transfer;
}"""
PASTE = """(clipboardData) => {
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
}"""


def transfer(page, picture, type="image/png", name="picture.png"):
    text = base64.b64encode(picture).decode()
    return page.evaluate_handle(TRANSFER, [type, name, text])


def choose(page, picture, name="seven.png", type="image/png"):
    file = {"name": name, "mimeType": type, "buffer": picture}
    page.get_by_label("choose a picture").set_input_files(file)


def test_a_chosen_picture_is_answered_and_shown_on_the_canvas(page):
    choose(page, png(SEVEN))
    expect_answer(page, "Seven")
    assert Drawing.objects.get().predictions.get().digit == 7
    assert inked(page) > 0


def test_a_stroke_takes_the_picture_away(page):
    choose(page, png(SEVEN, paper=WHITE, colour=BLACK))
    expect_answer(page, "Seven")
    assert inked(page) > 70_000  # its paper too
    draw_on_page(page, *ONE)
    assert 0 < inked(page) < 20_000
    press(page, "Submit")
    expect_answer(page, "One")


def test_a_picture_that_is_submitted_again_is_kept_once(page):
    choose(page, png(SEVEN))
    expect_answer(page, "Seven")
    questions = count_questions(page)
    press(page, "Submit")
    expect_hint(page, "This drawing is kept already.")
    assert questions == []


def test_a_pasted_picture_is_answered(page):
    data = transfer(page, png(SEVEN))
    page.evaluate(PASTE, data)
    expect_answer(page, "Seven")


def test_while_a_file_is_dragged_the_place_to_drop_it_is_seen(page):
    place = page.get_by_text("Drop the picture here.")
    data = {"dataTransfer": transfer(page, png(SEVEN))}
    expect(place).to_be_hidden()
    page.locator("canvas").dispatch_event("dragenter", data)
    expect(place).to_be_visible()
    page.locator("#drop-place").dispatch_event("dragleave", data)
    expect(place).to_be_hidden()
    page.locator("canvas").dispatch_event("dragenter", data)
    page.locator("#drop-place").dispatch_event("drop", data)
    expect(place).to_be_hidden()
    expect_answer(page, "Seven")


def test_dragged_text_is_no_picture(page):
    data = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.setData('text', '7'); return t; }"
    )
    page.locator("canvas").dispatch_event("dragenter", {"dataTransfer": data})
    page.locator("canvas").dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_text("Drop the picture here.")).to_be_hidden()
    expect_state(page, "empty")


@pytest.mark.parametrize(
    ("name", "type", "content"),
    [
        ("IMG_1.HEIC", "", b"?"),
        ("photo", "image/heif", b"?"),
        ("photo.jpg", "image/jpeg", HEIC),
    ],
)
def test_a_heic_photo_is_told_what_to_send_instead(page, name, type, content):
    data = {"dataTransfer": transfer(page, content, type, name)}
    page.locator("canvas").dispatch_event("drop", data)
    expect_sentence(page, NO_HEIC)
    assert not Drawing.objects.exists()


def test_a_picture_of_another_kind_is_sent_as_one_that_the_server_reads(page):
    bitmap = encode(draw(paper=WHITE, colour=BLACK, mode="RGB"), "BMP")
    choose(page, bitmap, "seven.bmp", "image/bmp")
    expect_answer(page, "Seven")
    assert bytes(Drawing.objects.get().picture).startswith(b"\xff\xd8")  # a JPEG
