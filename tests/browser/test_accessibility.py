"""axe finds nothing to mend on any page, light or dark: https://github.com/dequelabs/axe-core."""

import pytest
from django.urls import reverse

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Job, ModelVersion
from tests.support.axe import findings
from tests.support.desk import sit_down
from tests.support.drawings import DIGITS, png
from tests.support.public_pages import PUBLIC, address_of
from tests.support.versions import add_version
from tests.support.visitor import draw_and_submit_a_one, expect, press

pytestmark = pytest.mark.browser
STAFF = {  # whose newest row, if the page is about one
    "index": None,
    "recognizer_drawing_changelist": None,
    "recognizer_drawing_change": Drawing,
    "recognizer_drawing_review": None,
    "recognizer_drawing_statistics": None,
    "recognizer_drawing_doctor": None,
    "recognizer_labelchange_changelist": None,
    "recognizer_modelversion_changelist": None,
    "recognizer_modelversion_change": ModelVersion,
    "recognizer_modelversion_answers": ModelVersion,
    "recognizer_modelversion_promote": ModelVersion,
    "recognizer_promotion_changelist": None,
    "recognizer_job_changelist": None,
    "recognizer_job_change": Job,
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitors_page(open_page, address):
    page = open_page()
    page.goto(address_of(address))
    page.complaints.clear()  # the browser logs the 404
    assert findings(page) == {}


def test_an_answer_and_the_menu(open_page):
    page = open_page()
    draw_and_submit_a_one(page)
    page.locator("summary").first.click()
    assert findings(page) == {}


def test_the_login(open_page):
    page = open_page()
    page.goto(reverse("admin:login"))
    assert findings(page) == {}


@pytest.mark.parametrize("name", STAFF)
def test_a_staff_page(open_page, staff, name):
    for digit in range(3):
        drawing = recognise(png(DIGITS[digit])).drawing
        keep_claim(drawing, digit)
    label_drawing(drawing, 2, by=staff)
    add_version()
    submit("rescore", {"version": "base"}, by=staff)
    row = STAFF[name] and STAFF[name].objects.last()
    address = reverse(f"admin:{name}", args=[row.pk] if row else [])
    page = sit_down(open_page, staff, address)
    assert findings(page) == {}


def test_a_new_api_key_is_copied(open_page, staff):
    page = sit_down(open_page, staff, reverse("admin:recognizer_apikey_add"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Name").fill("camera")
    press(page, "Save")
    press(page, "Copy")
    expect(page.locator("output")).to_have_text("Copied.")
    secret = page.get_by_label("The key").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    assert findings(page) == {}
