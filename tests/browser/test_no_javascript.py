"""The page in a browser that runs no script: a form, and a page with the answer."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.drawings import SEVEN, encode, png

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_page):
    """The page without JavaScript, on a phone."""
    return open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})


def send(page, content):
    page.get_by_label("A picture of a digit or a number").set_input_files(
        {"name": "seven.png", "mimeType": "image/png", "buffer": content}
    )
    page.get_by_role("button", name="Read it").click()


def test_a_picture_is_answered_on_a_page_of_its_own(plain):
    send(plain, png(SEVEN))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Seven")
    plain.get_by_role("button", name="4", exact=True).click()
    expect(plain.get_by_text("Thank you. You said: Four.")).to_be_visible()
    assert Drawing.objects.get().claim == 4


def test_what_needs_a_script_is_not_shown(plain):
    expect(plain.locator("canvas")).to_be_hidden()
    expect(plain.locator("#answer")).to_be_hidden()
    expect(plain.get_by_text("choose a picture")).to_be_hidden()
    send(plain, png(SEVEN))
    expect(plain.get_by_role("button", name="Share")).to_be_hidden()


def test_a_fault_is_told_and_the_next_try_succeeds(plain):
    send(plain, b"no picture")
    expect(plain.get_by_role("alert")).to_have_text(
        "This is not a picture that we can read."
    )
    plain.complaints.clear()  # the browser logs the 400
    send(plain, png(SEVEN))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Seven")


def test_a_file_over_the_limit_is_told_beside_the_form(plain):
    noise = Image.effect_noise((2000, 2000), 100)
    send(plain, encode(noise) + b"x" * 3_000_000)
    expect(plain.get_by_text("at most 1 MB")).to_be_visible()
    plain.complaints.clear()
    send(plain, png(SEVEN))
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Seven")


def test_drawings_are_deleted_one_by_one_and_all_together(plain):
    for size in (0.3, 0.4, 0.5):
        plain.goto("/")
        send(plain, png(SEVEN, size=size))
    plain.goto("/drawings/")
    plain.get_by_label("Delete this drawing").first.click()
    plain.get_by_role("button", name="Delete", exact=True).click()
    expect(plain.get_by_text("2 drawings.")).to_be_visible()
    plain.get_by_role("link", name="Delete all").click()
    plain.get_by_role("button", name="Delete all").click()
    expect(plain.get_by_text("There are none yet")).to_be_visible()
    assert not Drawing.objects.exists()
