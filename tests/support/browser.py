"""Fixtures that open the page in a real Chromium."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.programs import end_test

QUIET = [  # a browser that asks nobody anything of its own accord
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole run: the system's, else Playwright's own.

    Best its headless shell, which draws no window and takes a tenth of the time.
    """
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, where Django guards its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        program = find_chromium(playwright)
        arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def find_chromium(playwright):
    own = playwright.chromium.executable_path
    names = (  # as the Makefile looks
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    )
    programs = [*map(shutil.which, names), own]
    for program in programs:
        if program and Path(program).exists():
            return program
    return end_test("No Chromium: install one, or run `playwright install chromium`.")


@pytest.fixture
def open_page(chromium, site):
    """Open the page in a browser of its own: open_page(**options of new_context).

    Whatever the browser complains about, or asks of another server, fails the test,
    unless the test takes it out of `page.complaints`.
    """
    contexts, complaints = [], []

    def open_page(**options):
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = complaints
        listen(page, site)
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page, home):
    def on_request(request):
        if not request.url.startswith((home, "data:", "blob:")):
            page.complaints.append(f"asked {request.url}")

    def on_console(message):
        if message.type in ("error", "warning"):
            page.complaints.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))


@pytest.fixture
def page(open_page):
    """The page on a desktop, with a mouse."""
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def phone(open_page):
    """The page on a small phone, with fingers."""
    return open_page(**PHONE)
