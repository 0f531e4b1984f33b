"""Old drawings, deleted in batches: nothing here runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from recognizer.deletion.forgetting import Forgotten, forget
from recognizer.models import Drawing, DrawingQuerySet


def expired(
    before: datetime, *, labelled: bool = False, audited: bool = False
) -> DrawingQuerySet:
    """Drawn before then. Without `labelled` or `audited` none that is so."""
    drawings = Drawing.objects.filter(created_at__lt=before)
    if not labelled:
        drawings = drawings.filter(label=None)
    if not audited:
        drawings = drawings.filter(audited=False)
    return drawings


def prune(drawings: DrawingQuerySet) -> Iterator[Forgotten]:
    """Forget these drawings, the oldest first; each page is gone when it is told of."""
    for page in drawings.id_pages():
        yield forget(drawings.filter(pk__in=page))
