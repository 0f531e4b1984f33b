"""Delete old drawings in batches; only an operator starts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from recognizer.deletion.forgetting import Forgotten, forget
from recognizer.models import Drawing, DrawingQuerySet


def expired(
    before: datetime, *, labelled: bool = False, audited: bool = False
) -> DrawingQuerySet:
    """Drawings from before then; labelled or audited ones only on request."""
    drawings = Drawing.objects.filter(created_at__lt=before)
    if not labelled:
        drawings = drawings.filter(label=None)
    if not audited:
        drawings = drawings.filter(audited=False)
    return drawings


def prune(drawings: DrawingQuerySet) -> Iterator[Forgotten]:
    """Forget these drawings page by page, the oldest first; yields after each page."""
    for page in drawings.id_pages():
        yield forget(drawings.filter(pk__in=page))
