"""Take single drawings out of a fine-tune's report.

templates/finetuning/report.html writes each as a list item with the drawing's id.
"""

import re
from collections.abc import Collection
from uuid import UUID

DRAWING = re.compile(r'<li data-drawing="([0-9a-f-]{36})">.*?</li>', re.DOTALL)


def drawings_in(report: str) -> set[UUID]:
    """The drawings that a report shows."""
    return {UUID(pk) for pk in DRAWING.findall(report)}


def redact(report: str, deleted: Collection[UUID]) -> str:
    """The report in which each of these drawings is only said to be deleted."""

    def redacted(item: re.Match) -> str:
        return "<li>Deleted since.</li>" if UUID(item[1]) in deleted else item[0]

    return DRAWING.sub(redacted, report)
