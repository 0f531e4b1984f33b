"""A reviewer at the review page, in a real browser."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, Reason
from tests.support.drawings import DIGITS, png

REVIEW = "/admin/recognizer/drawing/review/"
LABEL = "**/review/label/"
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


def sit_down(open_page, reviewer, address=REVIEW, **options):
    """A page of the admin, the review unless told, of a reviewer who is logged in."""
    page = open_page(**options)
    client = Client()
    client.force_login(reviewer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": page.url}]
    )
    page.goto(address)
    return page


def keep_drawings(number):
    """Drawings of 0, 1, 2 ... that wait, each with its own tile; in their order."""
    for i in range(number):
        pen = 12 + i // 10
        recognise(png(DIGITS[i % 10], page=(100, 100), pen=pen / 3))
    Drawing.objects.update(audited=True, waits_for=Reason.AUDIT)
    return list(Drawing.objects.waiting())


def cells(page):
    return page.locator("#grid .cell")


def cell(page, drawing):
    return page.locator(f"#drawing-{drawing.pk}")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def expect_saved(page):
    """Nothing is on its way any more."""
    expect(page.locator(".state.saving, .state.late")).to_have_count(0)


def labels():
    return dict(Drawing.objects.values_list("pk", "label"))


def intercept(page, handler, **options):
    """From a reload on: past a page that is open already a first request may slip."""
    page.route(LABEL, handler, **options)
    page.reload()


def press_button(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def middle(page, drawing):
    box = cell(page, drawing).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def forgive(page):
    """The browser logs what the test has done to the connection."""
    page.complaints[:] = [
        text for text in page.complaints if "Failed to load resource" not in text
    ]
