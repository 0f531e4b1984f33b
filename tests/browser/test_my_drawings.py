"""The strip of a visitor's drawings below the page, and their list."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from tests.support.browser import PHONE
from tests.support.drawings import DIGITS, data_url, png

pytestmark = pytest.mark.browser

SEND = """async (image) => {
    const body = JSON.stringify({ image });
    const headers = { "Content-Type": "application/json" };
    const how = { method: "POST", body, headers };
    return (await fetch("/api/v1/predictions/", how)).json();
}"""
TELL = "([name, detail]) => document.dispatchEvent(new CustomEvent(name, { detail }))"


def keep(page, digit, **how):
    """Keep a drawing as the page's script does, and tell the page."""
    answer = page.evaluate(SEND, data_url(png(DIGITS[digit], **how)))
    page.evaluate(TELL, ["drawing-kept", answer])
    return answer


def cells(page):
    return page.locator("#strip .cells > li")


def test_who_has_drawn_nothing_sees_no_strip(page):
    expect(page.locator("#strip")).to_be_hidden()


def test_the_strip_follows_what_is_drawn_and_claimed(page):
    keep(page, 7)
    one = keep(page, 1)
    keep(page, 3)
    expect(cells(page).locator("strong")).to_have_text(["Three", "One", "Seven"])
    claim = {"digit": 4, "word": "Four"}
    page.evaluate(TELL, ["claim-changed", {"id": one["id"], "claim": claim}])
    expect(cells(page).nth(1)).to_contain_text("You: Four")
    page.evaluate(TELL, ["claim-changed", {"id": one["id"], "claim": None}])
    expect(cells(page).nth(1)).not_to_contain_text("You:")
    picture = cells(page).nth(1).locator("img")
    expect(picture).to_have_js_property("naturalWidth", 400)
    page.reload()
    expect(cells(page).locator("strong")).to_have_text(["Three", "One", "Seven"])


def test_a_drawing_that_was_kept_before_is_not_shown_twice(page):
    answer = keep(page, 7)
    page.evaluate(TELL, ["drawing-kept", answer])
    expect(cells(page)).to_have_count(1)


def test_a_drawing_is_deleted_in_the_strip_and_the_page_is_told(page):
    page.evaluate(
        "document.addEventListener('drawing-deleted', e => window.gone = e.detail.id)"
    )
    keep(page, 7)
    one = keep(page, 1)
    cells(page).first.get_by_label("Delete this drawing").click()
    cells(page).first.get_by_role("button", name="Delete", exact=True).click()
    expect(cells(page)).to_have_count(1)
    expect(page.get_by_text("The drawing is deleted.")).to_be_attached()
    assert page.evaluate("window.gone") == one["id"]
    assert page.evaluate("document.activeElement.tagName") == "A"
    assert Drawing.objects.get().predictions.get().digit == 7


def test_a_drawing_that_cannot_be_deleted_stays(page):
    keep(page, 7)
    page.context.set_offline(True)
    cells(page).first.get_by_label("Delete this drawing").click()
    cells(page).first.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Not deleted.")).to_be_attached()
    expect(cells(page)).to_have_count(1)
    page.complaints.clear()  # the browser also logs the failure


def test_on_a_phone_the_strip_scrolls_and_the_page_does_not(open_page):
    phone = open_page(**PHONE)
    for digit in range(10):
        keep(phone, digit)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.goto("/drawings/")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    expect(phone.locator(".cells > li")).to_have_count(10)
    for key in phone.locator(".cells summary").all():
        assert key.bounding_box()["width"] >= 44
