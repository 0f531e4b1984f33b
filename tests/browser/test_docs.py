"""The page that shows the OpenAPI document, and on which it is tried."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_request_is_tried_on_a_phone(phone):
    phone.emulate_media(color_scheme="dark")
    phone.goto("/api/docs/")
    operation = phone.locator("#operations-versions-list_versions")
    operation.get_by_role("button", name="List the versions").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response")).to_contain_text("200")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
