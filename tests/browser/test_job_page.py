"""A job's page in a real browser: it follows the job until that has ended."""

import pytest
from playwright.sync_api import expect

from recognizer.drawings.recognition import recognise
from recognizer.jobs.submission import submit
from recognizer.models import JobChunk, JobLine, Phase
from tests.support.desk import sit_down
from tests.support.drawings import DIGITS, png
from tests.support.jobs import do_next, work_off

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 800}, "is_mobile": True}


def test_the_page_follows_a_job_to_its_end(open_page, staff):
    for digit in range(3):
        recognise(png(DIGITS[digit]))
    job = submit("rescore", {"version": "seed75"}, by=staff)
    address = f"/admin/recognizer/job/{job.pk}/change/"
    page = sit_down(open_page, staff, address, **PHONE)
    expect(page.get_by_text("No worker is there")).to_be_visible()
    do_next(job)
    JobChunk.objects.filter(job=job, phase=Phase.WORK).update(done=1)
    JobLine.objects.create(job=job, text="A third of it.")
    expect(page.locator("progress")).to_have_js_property("value", 1)
    expect(page.locator("#lines")).to_contain_text("A third of it.")
    JobChunk.objects.filter(job=job, phase=Phase.WORK).update(done=0)
    work_off(job)
    expect(page.get_by_text("3 answers kept")).to_be_visible()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
