"""The pages about the site: what they promise to programs runs as pasted."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from recognizer.models import Drawing
from recognizer.versions.promotion import promote
from tests.support.browser import PHONE
from tests.support.versions import NOTHING, add_version

pytestmark = pytest.mark.browser

DENO = str(Path(sys.executable).with_name("deno"))
PROGRAMS = {
    "curl": ["sh", "-s"],
    "python": [sys.executable, "-"],
    "javascript": [DENO, "run", "--quiet", "--allow-net", "-"],
}


@pytest.mark.parametrize("language", PROGRAMS)
def test_the_lines_for_programs_run_as_pasted(page, language, tmp_path):
    if language == "curl" and not shutil.which("curl"):
        pytest.skip("No curl.")
    page.goto("/about/")
    lines = page.locator(f"#{language}").inner_text()
    assert len(lines.strip().splitlines()) <= 3
    ran = subprocess.run(
        PROGRAMS[language],
        input=lines,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Seven" in ran.stdout
    assert str(Drawing.objects.get().pk) in ran.stdout
    if language != "javascript":  # which prints an object, not JSON
        assert json.loads(ran.stdout)["digit"] == 7


@pytest.mark.parametrize("path", ["/about/", "/about/network/"])
def test_on_a_phone_only_tables_and_code_scroll_sideways(open_page, path):
    phone = open_page(**PHONE)
    phone.goto(path)
    for details in phone.locator("main details").all():
        details.evaluate("details => details.open = true")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    for box in phone.locator("main .scrolls, main pre").all():
        assert box.get_attribute("tabindex") == "0"  # keys scroll it, too


def test_the_networks_page_shows_accuracy_limits_and_examples(page):
    page.goto("/about/")
    page.get_by_role("link", name="the network").click()
    expect(page).to_have_title("The network · digitsite")
    expect(page.get_by_text("99.55%", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Limits")).to_be_visible()
    expect(page.locator(".examples li")).to_have_count(22)
    page.get_by_role("heading", name="Evaluation").click()
    expect(page.get_by_role("cell", name="9955", exact=True).first).to_be_visible()


def test_the_examples_are_answered_by_the_version_that_answers(page):
    promote(add_version("v0009", threshold=NOTHING), why="refuses all")
    page.goto("/about/network/")
    expect(page.locator(".examples").get_by_text("Read: Seven")).to_have_count(0)
    expect(page.get_by_text("is called v0009")).to_be_visible()
