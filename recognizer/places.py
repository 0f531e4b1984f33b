"""Where a page of drawings ends and the next begins, in either order.

A place is kept as what the order goes by, and not as a drawing: once labelled, that
one is elsewhere, or gone.
"""

import math
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.lookups import GreaterThan

from recognizer.models import Drawing, Reason

DAMAGED = "The address of this page is damaged."


class ByReason:
    """The queue's own order: why, then rank."""

    columns = ("waits_for", "rank", "pk")

    @staticmethod
    def place(drawing):
        return f"{drawing.waits_for}~{drawing.rank!r}~{drawing.pk}"

    @classmethod
    def after(cls, queue, place):
        reason, rank, pk = place.split("~")
        rank, pk = float(rank), Value(UUID(pk), output_field=Drawing._meta.pk)
        if not math.isfinite(rank):
            raise ValueError(f"Expected a finite rank, got {rank}.")
        here = _row(Value(Reason(int(reason)).value), Value(rank), pk)
        # One comparison of rows, not three of columns: the index begins there.
        return queue.filter(GreaterThan(_row(*map(F, cls.columns)), here))


class Newest:
    """The newest first, of all drawings."""

    columns = ("-created_at", "pk")

    @staticmethod
    def place(drawing):
        return f"{drawing.created_at.isoformat()}~{drawing.pk}"

    @staticmethod
    def after(drawings, place):
        moment, pk = place.split("~")
        moment = datetime.fromisoformat(moment).astimezone(UTC)
        same = Q(created_at=moment, pk__gt=UUID(pk))
        # The first condition adds nothing, but is the one that an index knows.
        return drawings.filter(
            Q(created_at__lte=moment), Q(created_at__lt=moment) | same
        )


def after(order, drawings, place: str):
    """The drawings that follow a place. Raises ValidationError if it is none."""
    try:
        return order.after(drawings, place)
    except (ValueError, OverflowError) as error:
        raise ValidationError(DAMAGED) from error


def _row(*columns):
    return Func(*columns, template="(%(expressions)s)", output_field=BooleanField())
