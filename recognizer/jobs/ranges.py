"""Drawings that stand together in the order of their age, as a chunk names them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from recognizer.models import DrawingQuerySet


def ends_of(page: Sequence[tuple[datetime, UUID]]) -> list[str]:
    """The first and the last one of a page, for a chunk's arguments."""
    (first_at, first), (last_at, last) = page[0], page[-1]
    return [first_at.isoformat(), str(first), last_at.isoformat(), str(last)]


def ids_between(
    drawings: DrawingQuerySet, first_at: str, first: str, last_at: str, last: str
) -> list[UUID]:
    """The drawings from the first to the last one, both included, the oldest first."""
    start, end = datetime.fromisoformat(first_at), datetime.fromisoformat(last_at)
    rows = drawings.up_to(end, UUID(last)).order_by("created_at", "pk")
    later = rows.following(start, UUID(first)).values_list("pk", flat=True)
    return [*rows.filter(pk=first).values_list("pk", flat=True), *later]
