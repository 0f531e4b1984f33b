"""Keyset pagination of drawings, in each order that the review page can have.

A cursor is the last row of a page as text: the values by which the order goes, and not
the drawing's id alone, since once labelled that drawing is elsewhere, or gone. parse()
returns the values, and raises ValueError or OverflowError if the cursor is damaged.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, OuterRef, Q, Value
from django.db.models.lookups import GreaterThan

from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    Reason,
    Shown,
    class_of,
    key_of,
    number_of,
    value_of_key,
)


class Order:
    """Subclasses have `columns`, and these functions for them."""

    columns: tuple
    cursor: Callable[[Drawing], str]
    parse: Callable[[str], Any]
    after: Callable[[DrawingQuerySet, Any], DrawingQuerySet]
    before_outer: Callable[[], Q]  # rows before that of the query around, in a subquery

    def queries(self, drawings: DrawingQuerySet, values: Any) -> list[DrawingQuerySet]:
        """What follows a cursor's values (None: all), sorted, query after query."""
        drawings = drawings.order_by(*self.columns)
        return [drawings if values is None else self.after(drawings, values)]


class ByReason(Order):
    """The queue's own order: by reason, then rank."""

    columns = ("waits_for", "rank", "pk")

    def cursor(self, drawing: Drawing) -> str:
        return f"{drawing.waits_for}~{drawing.rank!r}~{drawing.pk}"

    def parse(self, cursor: str) -> tuple[Reason, float, UUID]:
        reason, rank, pk = cursor.split("~")
        if not math.isfinite(float(rank)):
            raise ValueError(f"Expected a finite rank, got {rank}.")
        return Reason(int(reason)), float(rank), UUID(pk)

    def after(
        self, drawings: DrawingQuerySet, values: tuple[Reason, float, UUID]
    ) -> DrawingQuerySet:
        reason, rank, pk = values
        pk = Value(pk, output_field=Drawing._meta.pk)
        cursor = _row(Value(reason.value), Value(rank), pk)
        # One comparison of rows, not three of columns: the index begins there.
        return drawings.filter(GreaterThan(_row(*map(F, self.columns)), cursor))

    def before_outer(self) -> Q:
        outer = _row(*map(OuterRef, self.columns))
        return Q(GreaterThan(outer, _row(*map(F, self.columns))))


class Newest(Order):
    """The newest drawing first."""

    columns = ("-created_at", "pk")

    def cursor(self, drawing: Drawing) -> str:
        return f"{drawing.created_at.isoformat()}~{drawing.pk}"

    def parse(self, cursor: str) -> tuple[datetime, UUID]:
        moment, pk = cursor.split("~")
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(pk)

    def after(
        self, drawings: DrawingQuerySet, values: tuple[datetime, UUID]
    ) -> DrawingQuerySet:
        return drawings.following(*values, newest_first=True)

    def before_outer(self) -> Q:
        newer = Q(created_at__gt=OuterRef("created_at"))
        return newer | Q(created_at=OuterRef("created_at"), pk__lt=OuterRef("pk"))


class ByAnswer:
    """One answer after another, each in another order; last what was never answered."""

    def __init__(self, order: Order):
        self.order = order
        answer = (F("digit").asc(nulls_last=True), F("number").asc())
        self.columns = (*answer, *order.columns)
        self.before_outer = order.before_outer  # twins are first where they always are

    def cursor(self, drawing: Drawing) -> str:
        return f"{key_of(drawing.answer_value)}~{self.order.cursor(drawing)}"

    def parse(self, cursor: str) -> tuple[Shown | None, Any]:
        """The answer, and the values of the inner cursor, or None where it is empty."""
        key, _, inner = cursor.partition("~")
        return value_of_key(key), self.order.parse(inner) if inner else None

    def queries(self, drawings: DrawingQuerySet, values: Any) -> list[DrawingQuerySet]:
        """The rest of one answer, which an index finds; then all others, sorted."""
        answer, inner = values or (Digit.ZERO, None)
        if answer is None:
            return self.order.queries(drawings.filter(digit=None), inner)
        digit, number = class_of(answer), number_of(answer)
        same_answer = drawings.filter(digit=digit, number=number)
        same_digit = Q(digit=digit, number__gt=number)
        later = drawings.filter(Q(digit__gt=digit) | same_digit | Q(digit=None))
        queries = self.order.queries(same_answer, inner)
        return [*queries, later.order_by(*self.columns)]


def _row(*columns) -> Func:
    return Func(*columns, template="(%(expressions)s)", output_field=BooleanField())
