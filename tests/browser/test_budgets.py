"""What a page may weigh, and that nothing on it moves while it loads."""

import pytest

from tests.support.page_weight import weigh
from tests.support.public_pages import PUBLIC, address_of

pytestmark = pytest.mark.browser
MOST_BYTES = 66_000
MOST_REQUESTS = 48  # a module a file, none bundled
HTML = "text/html; charset=utf-8"


def header_boxes(page):
    """Where each part of the header stands: {its HTML's beginning: x, y, w, h}."""
    return {
        part.evaluate("e => e.outerHTML.slice(0, 24)"): tuple(
            part.bounding_box().values()
        )
        for part in page.query_selector_all("header > *, header nav > *")
    }


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("page", PUBLIC)
def test_a_first_look_is_light_and_nothing_moves(chromium, site, page, language):
    context = chromium.new_context(base_url=site, locale=language)
    weight = weigh(context.new_page(), address_of(page))
    context.close()
    assert weight.transferred < MOST_BYTES
    assert weight.requests <= MOST_REQUESTS
    assert weight.shift == 0


@pytest.mark.parametrize("end", ["<summary", "</summary>"])
def test_a_part_of_the_page_stays_where_it_is_when_the_rest_comes(page, end):
    """A busy browser paints what has come so far."""
    page.goto("/about/")
    whole = header_boxes(page)
    html = page.request.get("/about/").text()
    part = html[: html.index(end)]
    page.route("**/about/", lambda route: route.fulfill(body=part, content_type=HTML))
    page.goto("/about/")
    assert header_boxes(page).items() <= whole.items()


@pytest.mark.parametrize("page", PUBLIC)
def test_pages_come_compressed(client, db, page):
    response = client.get(address_of(page), headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert b"csrfmiddlewaretoken" not in client.get(address_of(page)).content


def test_staff_pages_and_answers_of_the_api_do_not(admin, api):
    compressed = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in admin.get("/admin/", headers=compressed)
    assert "Content-Encoding" not in api.get("/api/v1/versions/", headers=compressed)


def test_every_script_of_the_page_is_named_in_it(open_page):
    """A module that only another one names is asked for later."""
    page = open_page()
    scripts = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name)"
        ".filter(name => name.endsWith('.js'))"
    )
    named = page.evaluate(
        "[...document.querySelectorAll('link[rel=modulepreload], script')]"
        ".map(e => e.href || e.src)"
    )
    assert sorted(set(scripts) - set(named)) == []
