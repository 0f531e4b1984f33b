"""The page of changed answers in a real browser, on a phone too."""

import pytest
from playwright.sync_api import expect

from recognizer.models import ModelVersion
from tests.support.desk import sit_down
from tests.support.versions import add_version, both

pytestmark = pytest.mark.browser


@pytest.fixture
def answers(open_page, staff):
    """answers(**options of new_context): the page, of fixed and broken drawings."""
    base, new = ModelVersion.objects.get(name="base"), add_version()
    for label in range(10):
        both(base, new, 10, label, label=label)
        both(base, new, label, 10, label=label)
        both(base, new, label, label)
    address = f"/admin/recognizer/modelversion/{new.pk}/answers/"
    return lambda **options: sit_down(open_page, staff, address, **options)


def test_all_pictures_are_there_and_the_browser_refuses_nothing(answers):
    """open_page fails where the content security policy was broken."""
    page = answers()
    expect(page.get_by_role("heading", level=2)).to_have_count(3)
    expect(page.locator("img.drawing")).to_have_count(20)
    loaded = "pictures => pictures.every(one => one.naturalWidth > 0)"
    page.locator("img.drawing").last.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.locator("img.drawing").evaluate_all(loaded)


def test_on_a_phone_only_the_table_scrolls_sideways(answers):
    page = answers(viewport={"width": 360, "height": 800}, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
