"""Where a page of drawings ends and the next begins, in each order.

A place is kept as what the order goes by, and not as a drawing: once labelled, that
one is elsewhere, or gone.
"""

import math
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.lookups import GreaterThan

from recognizer.models import Digit, Drawing, Reason

DAMAGED = "The address of this page is damaged."


class Order:
    """`columns`: what it goes by; `parts`: what follows a place, query after query."""

    @classmethod
    def parts(cls, drawings, place):
        drawings = drawings.order_by(*cls.columns)
        return [cls.after(drawings, place) if place else drawings]


class ByReason(Order):
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


class Newest(Order):
    """The newest first, of all drawings."""

    columns = ("-created_at", "pk")

    @staticmethod
    def place(drawing):
        return f"{drawing.created_at.isoformat()}~{drawing.pk}"

    @staticmethod
    def after(drawings, place):
        moment, pk = place.split("~")
        moment = datetime.fromisoformat(moment).astimezone(UTC)
        return drawings.following(moment, UUID(pk), newest_first=True)


class ByAnswer:
    """One answer after another, each in another order; last what was never answered."""

    def __init__(self, order):
        self.order = order
        self.columns = (F("digit").asc(nulls_last=True), *order.columns)

    def place(self, drawing):
        return f"{drawing.digit}~{self.order.place(drawing)}"

    def parts(self, drawings, place):
        """The rest of one answer, which an index finds; then all others, sorted."""
        answer, _, place = (place or f"{Digit.ZERO}~").partition("~")
        answer = None if answer == "None" else Digit(int(answer))
        parts = self.order.parts(drawings.filter(digit=answer), place)
        if answer is not None:
            later = drawings.filter(Q(digit__gt=answer) | Q(digit=None))
            parts.append(later.order_by(*self.columns))
        return parts


def following(order, drawings, place: str) -> list:
    """Queries for what follows a place, in turn. Raises ValidationError if it is none.

    '' is the place before the first.
    """
    try:
        return order.parts(drawings, place)
    except (ValueError, OverflowError) as error:
        raise ValidationError(DAMAGED) from error


def _row(*columns):
    return Func(*columns, template="(%(expressions)s)", output_field=BooleanField())
