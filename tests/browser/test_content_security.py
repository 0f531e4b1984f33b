"""No page breaks the content security policy, which has no exceptions.

The pages of visitors and most of staff are opened by test_accessibility.py, the API's
by test_docs.py, which fail at whatever the browser complains about; here are others.
"""

import pytest

from recognizer.labelling.labels import label_drawing
from tests.support.desk import keep_drawings, sit_down

pytestmark = pytest.mark.browser
OTHERS = (
    "/api/problems/",
    "/admin/recognizer/drawing/review/?reason=audit",
    "/admin/recognizer/nowhere/",
)


def test_no_page_breaks_the_policy(open_page, staff):
    label_drawing(keep_drawings(2)[0], 3, by=staff)
    page = sit_down(open_page, staff, "/admin/")
    lists = addresses(page, "#content a")
    rows = []
    for address in (*OTHERS, *lists):
        look_at(page, address)
        rows += addresses(page, "#result_list th a")[:1]
    assert len(rows) >= 4
    for address in rows:
        look_at(page, address)
    page.complaints.clear()


def look_at(page, address):
    page.goto(address)
    broken = [text for text in page.complaints if "Failed to load" not in text]
    assert broken == [], address


def addresses(page, links):
    """Where the links of a page lead to."""
    return page.locator(links).evaluate_all("links => links.map((a) => a.href)")


def test_the_browser_says_where_a_page_would_break_it(page):
    page.evaluate("document.body.append(document.createElement('script'))")
    page.evaluate("document.querySelector('body > script').textContent = 'x = 1'")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.head.insertAdjacentHTML('beforeend', '<style>a{}</style>')")
    assert any("Content Security Policy" in text for text in page.complaints)
    page.complaints.clear()
