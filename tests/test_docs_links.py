"""Links in the documents lead to files and headings that there are."""

import re
from pathlib import Path

import pytest

DOCUMENTS = [Path("README.md"), Path("CONTRIBUTING.md"), *Path("docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")


def anchors(document):
    """The headings as browsers on the usual hosts address them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_its_links_lead_somewhere(document):
    lost = []
    for path, heading in LINK.findall(document.read_text()):
        target = document.parent / path if path else document
        if not target.exists() or (heading and heading not in anchors(target)):
            lost.append(f"{path}#{heading}")
    assert lost == []
