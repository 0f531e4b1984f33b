"""The page of changed answers in a real browser, on a phone too."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from recognizer.models import ModelVersion
from tests.support.versions import add_version, both

pytestmark = pytest.mark.browser


@pytest.fixture
def answers(site, open_page, staff):
    """answers(**options of new_context): the page, of fixed and broken drawings."""
    base, new = ModelVersion.objects.get(name="base"), add_version()
    for label in range(10):
        both(base, new, 10, label, label=label)
        both(base, new, label, 10, label=label)
        both(base, new, label, label)
    client = Client()
    client.force_login(staff)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]

    def answers(**options):
        page = open_page(**options)
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": site}]
        )
        page.goto(f"/admin/recognizer/modelversion/{new.pk}/answers/")
        return page

    return answers


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
