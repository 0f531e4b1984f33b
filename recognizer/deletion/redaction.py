"""What a fine-tune's report shows of single drawings, and how that is taken out.

templates/finetuning/report.html writes them as items with the drawing's id.
"""

import re
from collections.abc import Collection
from uuid import UUID

DRAWING = re.compile(r'<li data-drawing="([0-9a-f-]{36})">.*?</li>', re.DOTALL)


def drawings_in(report: str) -> set[UUID]:
    """The drawings that a report shows."""
    return {UUID(pk) for pk in DRAWING.findall(report)}


def without(report: str, gone: Collection[UUID]) -> str:
    """The report with nothing of these drawings but that they were there."""
    return DRAWING.sub(
        lambda one: "<li>Deleted since.</li>" if UUID(one[1]) in gone else one[0],
        report,
    )
