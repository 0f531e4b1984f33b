"""Fixtures that drive the page in a real Chromium, and hands that draw on it."""

import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

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
    """One Chromium for the whole run: the system's, else Playwright's own."""
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
    programs = [shutil.which("chromium"), shutil.which("google-chrome"), own]
    for program in programs:
        if program and Path(program).exists():
            return program
    reason = "No Chromium: install one, or run `playwright install chromium`."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


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


class Finger:
    """Touches as the device reports them, also for several fingers at once."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def touch(self, kind, *points):
        """kind: touchStart, touchMove or touchEnd; points: where each finger is."""
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )

    def drag(self, *points):
        """Put one finger down, move it from point to point, lift it."""
        self.touch("touchStart", points[0])
        for point in path(points):
            self.touch("touchMove", point)
        self.touch("touchEnd")


def drag(page, *points):
    """Press the mouse, move it from point to point, release it."""
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in path(points):
        page.mouse.move(*point)
    page.mouse.up()


def path(points, steps=8):
    """Points on the way, as a hand that moves sends them."""
    for (x0, y0), (x1, y1) in pairwise(points):
        for i in range(1, steps + 1):
            yield x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps


def on_canvas(page, *shares):
    """Shares of the canvas's side, from its top left -> points on the screen."""
    box = page.locator("canvas").bounding_box()
    return [
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares
    ]


def inked(page, top=0, bottom=1):
    """How many of the canvas's pixels have ink, between two shares of its height."""
    return page.locator("canvas").evaluate(
        """(canvas, [top, bottom]) => canvas.getContext("2d")
            .getImageData(0, top * 280, 280, (bottom - top) * 280)
            .data.filter((value, i) => i % 4 === 3 && value > 127).length""",
        [top, bottom],
    )
