"""Old drawings, deleted in batches: nothing here runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from recognizer.forgetting import Forgotten, forget
from recognizer.models import Drawing


def expired(
    before: datetime, *, labelled: bool = False, audited: bool = False
) -> QuerySet[Drawing]:
    """Drawn before then. Without `labelled` or `audited` none that is so."""
    drawings = Drawing.objects.filter(created_at__lt=before)
    if not labelled:
        drawings = drawings.filter(label=None)
    if not audited:
        drawings = drawings.filter(audited=False)
    return drawings


def prune(drawings: QuerySet[Drawing], batch: int = 1_000) -> Iterator[Forgotten]:
    """Forget these drawings, the oldest first; each batch is gone when it is told of.

    A batch begins where the one before ended: what is kept, and the places of what is
    gone, are not looked through again.
    """
    rest = drawings.order_by("created_at", "pk")
    rows = list(rest.values_list("created_at", "pk")[:batch])
    while rows:
        yield forget(drawings.filter(pk__in=[pk for _, pk in rows]))
        moment, pk = rows[-1]
        later = Q(created_at__gt=moment) | Q(pk__gt=pk)
        # Its first condition adds nothing, but is the one that an index knows.
        rows = rest.filter(Q(created_at__gte=moment), later)
        rows = list(rows.values_list("created_at", "pk")[:batch])
