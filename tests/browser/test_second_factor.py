"""The second step of a login, in a browser and under the content security policy."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from recognizer.versions.promoted_versions import promoted_id
from tests.support.axe import findings
from tests.support.desk import sit_down
from tests.support.second_factor import code_of
from tests.support.server import Server, let_it_load

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def gunicorn(django_db_setup, django_db_blocker, tmp_path_factory):
    settings = {"WEB_CONCURRENCY": "1", "ADMIN_SECOND_FACTOR": "1"}
    server = Server(tmp_path_factory.mktemp("second"), **settings)
    with django_db_blocker.unblock():
        let_it_load(server, promoted_id())
    yield server
    server.stop()


def test_a_first_login_sets_up_a_device_by_keyboard(open_page, staff):
    page = sit_down(open_page, staff, "/admin/", **NARROW)
    code = page.get_by_label("Code", exact=True)
    expect(code).to_be_focused()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert findings(page) == {}
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not fit")
    assert findings(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    device = TOTPDevice.objects.get()
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    page.keyboard.type(code_of(device))
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem")).to_have_count(10)
    assert findings(page) == {}
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("link", name="Second step").click()
    expect(page.get_by_text("10 recovery codes left")).to_be_visible()
    assert findings(page) == {}
