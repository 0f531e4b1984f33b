"""The page of numbers in a real browser: on a phone, in the dark, on paper."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.colours import contrast
from tests.support.desk import sit_down
from tests.support.drawings import DIGITS, png

pytestmark = pytest.mark.browser
PAGE = "/admin/recognizer/drawing/statistics/"


@pytest.fixture
def numbers(open_page, staff, django_user_model):
    """numbers(**options of new_context): the page, of ten labelled drawings."""
    other = django_user_model.objects.create_superuser("other")
    for digit in range(10):
        drawing = recognise(png(DIGITS[digit])).drawing
        keep_claim(drawing, digit)
        label_drawing(drawing, digit, by=staff)
        label_drawing(drawing, digit, by=other)
    Drawing.objects.update(audited=True)
    return lambda **options: sit_down(open_page, staff, PAGE, **options)


def test_every_section_shows_and_the_browser_refuses_nothing(numbers):
    """open_page fails where the content security policy was broken."""
    page = numbers()
    expect(page.get_by_role("heading", level=2)).to_have_count(11)
    expect(page.get_by_role("img")).to_have_count(2)
    assert page.locator(".statistics .quiet", has_text="None in").count() == 0


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_only_tables_scroll_sideways(numbers, width):
    page = numbers(viewport={"width": width, "height": 844}, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    scrolls = "boxes => boxes.some(box => box.scrollWidth > box.clientWidth)"
    assert page.locator(".wide").evaluate_all(scrolls)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_bars_stand_out_from_the_page(numbers, scheme):
    page = numbers(color_scheme=scheme)
    ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    text = page.locator(".plot text").first
    assert contrast(text.evaluate("e => getComputedStyle(e).fill"), ground) > 4.5
    bar = page.locator(".bars .part-1").first
    assert contrast(bar.evaluate("e => getComputedStyle(e).stroke"), ground) > 3


def test_days_and_a_version_are_chosen_by_the_form(numbers):
    page = numbers()
    expect(page.get_by_role("textbox", name="To:")).to_have_value(str(localdate()))
    page.get_by_role("textbox", name="From:").fill("2026-01-01")
    page.get_by_role("textbox", name="To:").fill("2026-01-31")
    page.get_by_role("combobox", name="Version:").select_option("base")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 Jan 2026 to 31 Jan 2026")).to_be_visible()
    expect(page.get_by_text("None in these days.")).to_be_visible()


def test_paper_is_black_on_white_without_menus(numbers):
    page = numbers(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    body = page.locator("body")
    assert body.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    white = "rgb(255, 255, 255)"
    assert body.evaluate("e => getComputedStyle(e).backgroundColor") == white
    for hidden in ("#header", ".breadcrumbs", ".choice"):
        expect(page.locator(hidden)).to_be_hidden()
    kept = page.locator("section").first.evaluate(
        "e => getComputedStyle(e).breakInside"
    )
    assert kept == "avoid"
