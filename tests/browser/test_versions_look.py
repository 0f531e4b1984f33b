"""A version's page and the page that promotes it, in a real browser, on a phone too."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing, ModelVersion
from recognizer.versions.scores import FIXED, HELD_OUT
from tests.support.desk import sit_down
from tests.support.versions import add_version, both, judged, measured

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True}


@pytest.fixture
def version_page(open_page, staff):
    """version_page(name, page, **options of new_context): of base or of its child."""
    base = ModelVersion.objects.get(name="base")
    scores = {HELD_OUT: measured(15, 18, 20), FIXED: measured(980, 990, 1000)}
    version = judged(add_version(scores=scores, card=base.card))
    both(base, version, 1, 7, label=7)
    Drawing.objects.update(audited=True)
    ids = {"base": base.pk, "v0002": version.pk}

    def version_page(name, page, **options):
        address = f"/admin/recognizer/modelversion/{ids[name]}/{page}/"
        return sit_down(open_page, staff, address, **options)

    return version_page


@pytest.mark.parametrize(
    ("name", "page"), [("base", "change"), ("v0002", "change"), ("v0002", "promote")]
)
def test_on_a_phone_only_tables_scroll_sideways(version_page, name, page):
    """open_page fails where the content security policy was broken."""
    page = version_page(name, page, **PHONE)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_long_card_is_a_list_of_sections_to_open(version_page):
    page = version_page("base", "change", viewport={"width": 1440, "height": 900})
    evaluation = page.get_by_role("heading", name="MNIST's test set", exact=True)
    expect(evaluation).to_be_hidden()
    page.locator("summary", has_text="Evaluation").click()
    expect(evaluation).to_be_visible()
    assert page.evaluate("document.querySelector('.card').offsetHeight") > 1500


def test_the_evidence_stands_above_the_yes(version_page):
    page = version_page("v0002", "promote", viewport={"width": 1440, "height": 900})
    table, yes = page.locator(".evidence table"), page.get_by_role("button", name="Yes")
    bottom = table.bounding_box()["y"] + table.bounding_box()["height"]
    assert bottom < yes.bounding_box()["y"]
    assert yes.bounding_box()["y"] < 900
