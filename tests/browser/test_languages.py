"""The page in each language, and in one that is written from right to left."""

import pytest
from playwright.sync_api import expect

from tests.support.public_pages import PUBLIC, address_of
from tests.support.visitor import ONE, draw

pytestmark = pytest.mark.browser
SMALL = {"viewport": {"width": 320, "height": 568}}
# What a page in Hindi may say in Latin letters: names, formats, programs, keys.
LATIN = {
    *("digitsite", "base", "seed", "visitor", "English", "Deutsch", "Español", "HI"),
    *("API", "HEIC", "JavaScript", "JPEG", "MB", "PNG", "Python", "WebP", "curl"),
    *("Ctrl", "Delete", "Enter", "Escape", "Shift"),
}
WORDS = """() => {
    const attributes = ["alt", "aria-label", "placeholder", "title"];
    const isEnglish = (element) => element.closest("[lang=en]");
    const named = document.querySelectorAll(attributes.map((name) => `[${name}]`));
    const texts = [...named].filter((element) => !isEnglish(element))
        .flatMap((element) => attributes.map((name) => element.getAttribute(name)));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        const isCode = parent.closest("script, style, noscript, code, pre");
        if (!isCode && !isEnglish(parent)) texts.push(walk.currentNode.data);
    }
    return [document.title, ...texts].join(" ").match(/[\\p{Script=Latin}]{2,}/gu);
}"""


@pytest.mark.parametrize(
    ("language", "word"), [("en", "One"), ("de", "Eins"), ("es", "Uno"), ("hi", "एक")]
)
def test_a_drawing_is_answered_in_the_browsers_language(open_page, language, word):
    page = open_page(locale=language)
    draw(page, *ONE)
    page.keyboard.press("Enter")
    expect(page.locator("output")).to_contain_text(word)


@pytest.mark.parametrize("language", ["en", "de", "es", "hi"])
def test_the_header_is_one_line_on_a_small_phone(open_page, language):
    page = open_page(locale=language, **SMALL)
    assert page.locator("header.site").bounding_box()["height"] <= 40
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("javascript", [True, False])
def test_the_menu_chooses_and_the_choice_stays(open_page, javascript):
    page = open_page(java_script_enabled=javascript, **SMALL)
    page.locator("summary").click()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto("/about/")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_the_menu_closes_by_a_tap_beside_it_and_by_escape(open_page):
    page = open_page(**SMALL)
    menu = page.locator(".languages form")
    page.locator("summary").click()
    page.locator("canvas").click()
    expect(menu).to_be_hidden()
    page.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_from_right_to_left_the_page_is_mirrored(open_page, width):
    page = open_page(viewport={"width": width, "height": 700})
    page.evaluate("document.documentElement.dir = 'rtl'")
    brand, menu = page.locator(".brand"), page.locator(".languages")
    assert brand.bounding_box()["x"] > menu.bounding_box()["x"]
    menu.locator("summary").click()
    assert menu.locator("form").bounding_box()["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_on_a_page_is_left_in_english(open_page, address):
    page = open_page(locale="hi")
    page.goto(address_of(address))
    page.complaints.clear()  # the browser logs the 404
    assert set(page.evaluate(WORDS)) - LATIN == set()
