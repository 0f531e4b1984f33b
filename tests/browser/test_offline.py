"""The page opens without a network, and nothing else is kept for that."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import (
    ONE,
    draw,
    draw_and_submit_a_one,
    expect_answer,
    expect_state,
    inked,
    press,
)

pytestmark = pytest.mark.browser
KEPT = """async () => {
    const names = await caches.keys();
    const lists = names.map(async (name) => (await caches.open(name)).keys());
    return (await Promise.all(lists)).flat().map(({ url }) => new URL(url).pathname);
}"""


@pytest.fixture
def installed(page):
    """The page after its worker has kept what it needs."""
    page.evaluate("navigator.serviceWorker.ready")
    return page


def test_the_page_opens_and_draws_without_a_network(installed):
    installed.context.set_offline(True)
    installed.reload()
    draw(installed, *ONE)
    assert inked(installed) > 100
    installed.complaints.clear()  # live mode asks in vain
    installed.context.set_offline(False)
    installed.reload()
    draw_and_submit_a_one(installed)


def test_a_drawing_that_waits_is_sent_after_a_reload_without_a_network(installed):
    installed.context.set_offline(True)
    draw(installed, *ONE)
    press(installed, "Submit")
    expect(installed.locator("output")).to_contain_text("The drawing waits")
    installed.reload()
    expect(installed.locator("output")).to_contain_text("The drawing waits")
    installed.context.set_offline(False)
    expect_answer(installed, "One")
    expect_state(installed, "shown")
    installed.complaints.clear()  # it was asked for in vain


def test_it_opens_in_the_language_that_was_chosen_last(installed):
    installed.locator("summary").click()
    installed.get_by_role("button", name="Deutsch").click()
    expect(installed.get_by_role("link", name="Meine Zeichnungen")).to_be_visible()
    installed.context.set_offline(True)
    installed.reload()
    expect(installed.get_by_role("link", name="Meine Zeichnungen")).to_be_visible()


def test_only_the_page_and_its_files_are_kept(installed):
    draw_and_submit_a_one(installed)
    installed.goto("/drawings/")
    installed.goto("/about/")
    kept = installed.evaluate(KEPT)
    assert "/" in kept
    assert [path for path in kept if path != "/" and "/static/" not in path] == []


def test_all_that_the_page_loads_is_kept(installed):
    loaded = installed.evaluate(
        "performance.getEntriesByType('resource')"
        ".map(({ name }) => new URL(name).pathname)"
        ".filter((path) => path.startsWith('/static/'))"
    )
    assert set(loaded) - set(installed.evaluate(KEPT)) == set()


def test_a_release_drops_what_the_one_before_has_kept(chromium, site):
    page = chromium.new_page(base_url=site)
    page.goto("/robots.txt")  # starts no worker
    page.evaluate("caches.open('digitsite-before')")
    page.evaluate("caches.open('of-another-program')")
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.has('digitsite-before').then((has) => !has)")
    assert "of-another-program" in page.evaluate("caches.keys()")
    page.close()
