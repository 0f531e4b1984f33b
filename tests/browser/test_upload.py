"""Staff send a large file from the admin; it goes on where it was lost."""

import pytest
from playwright.sync_api import expect

from recognizer.models import Job, JobFile
from tests.support.desk import sit_down
from tests.support.drawings import SEVEN, png
from tests.support.imports import line

pytestmark = pytest.mark.browser
SOON = 60_000  # ms: a busy machine takes long for megabytes
PAGE = "/admin/recognizer/job/start/import/"


def test_a_file_is_sent_in_parts_over_a_line_that_fails_and_imported(
    open_page, staff, tmp_path
):
    path = tmp_path / "drawings.jsonl"
    path.write_text(line(png(SEVEN), label=7) + " " * 4_500_000)
    page = sit_down(open_page, staff, PAGE)
    lost = []

    def lose_once(route):
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.continue_()

    page.route("**/uploads/*/1/", lose_once)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Choose a file first.")
    page.get_by_label("Files").set_input_files(path)
    expect(page.get_by_role("status")).to_have_text(
        "drawings.jsonl is sent and checked.", timeout=SOON
    )
    assert len(lost) == 2
    page.complaints.clear()  # the browser's, of the lost part
    assert (
        b"".join(bytes(part.data) for part in JobFile.objects.get().parts.all())
        == path.read_bytes()
    )
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Import drawings.jsonl")).to_be_visible()
    assert Job.objects.get().arguments["uploads"] == [
        f"{JobFile.objects.get().pk}:drawings.jsonl"
    ]


def test_after_a_reload_the_file_goes_on_and_words_say_what_is_wrong(
    open_page, staff, tmp_path
):
    path = tmp_path / "drawings.jsonl"
    path.write_bytes(b"{" * 4_500_000)
    page = sit_down(open_page, staff, PAGE)
    page.route(
        "**/uploads/*/1/",
        lambda route: route.fulfill(status=507, json={"detail": "The disk is full."}),
    )
    page.get_by_label("Files").set_input_files(path)
    expect(page.get_by_role("status")).to_have_text(
        "drawings.jsonl: The disk is full.", timeout=SOON
    )
    page.complaints.clear()
    page.unroute("**/uploads/*/1/")
    page.reload()
    expect(page.get_by_text("Not whole: choose it again")).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url[-3:])))
    page.get_by_label("Files").set_input_files(path)
    expect(page.get_by_text("Sent and checked", exact=True)).to_be_visible(timeout=SOON)
    assert [end for method, end in sent if method == "PUT"] == ["/1/"]
