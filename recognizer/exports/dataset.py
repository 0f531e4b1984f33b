"""Which labelled drawings are exported, and reading them at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from recognizer.exports.contents import CONTENTS
from recognizer.exports.plan import ListedDrawing, Plan, plan_of
from recognizer.exports.records import BATCH, Record, read_records
from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    is_any_number,
    number_shown,
)


class CannotExport(Exception):
    """Nothing is written; the message says why."""


@dataclass
class Export:
    """Which labelled drawings to export, and how; disputed ones are left out."""

    drawings: DrawingQuerySet = field(default_factory=Drawing.objects.all)
    once: bool = False  # of twins, one
    digits_only: bool = False
    names: bool = False  # reviewers by name
    tick: Callable[[], object] = lambda: None  # called for each drawing
    unreadable: list[UUID] = field(default_factory=list)  # as far as it has read

    @property
    def rows(self) -> DrawingQuerySet:
        rows = self.drawings.labelled()
        if self.digits_only:
            rows = rows.exclude(label=Digit.NOT_A_DIGIT, label_number="")
        if self.once:
            rows = rows.distinct_tiles()
        return rows.order_by("pk")  # random ids: in no order of classes or dates

    def rows_for(self, format: str) -> DrawingQuerySet:
        """Those that the format can hold: of tiles one label each."""
        if CONTENTS[format].holds_numbers:
            return self.rows
        return self.rows.exclude(is_any_number("label", "label_number"))

    def plan(self, format: str) -> Plan:
        """What the export's files share. Raises CannotExport where they hold nothing.

        Call it within snapshot(), and read listed() in the same.
        """
        self.check(format)
        rows = self.rows_for(format)
        count = rows.count()
        return plan_of(
            format,
            count,
            once=self.once,
            names=self.names,
            has_numbers=rows.filter(is_any_number("label", "label_number")).exists(),
            numbers_left_out=self.rows.count() - count,
        )

    def check(self, format: str) -> None:
        """Raises CannotExport where the format's files would hold nothing."""
        if self.rows_for(format).exists():
            return
        if self.rows.exists():
            raise CannotExport(
                "All of these labels are numbers, and this format holds single digits: "
                "choose png or jsonl."
            )
        raise CannotExport("None of these drawings has a settled label.")

    def listed(self, format: str) -> Iterator[ListedDrawing]:
        """The drawings with their labels, in the order of the format's files."""
        number = number_shown("label", "label_number")
        rows = self.rows_for(format).values_list(
            "pk", "label", number, "labelled_at", "labelled_by"
        )
        for pk, label, number, labelled_at, by in rows.iterator(chunk_size=BATCH):
            yield ListedDrawing(pk, number or label, labelled_at, by)

    def records(self, plan: Plan) -> Iterator[Record]:
        """What the files say of each drawing; of unreadable ones nothing."""
        return read_records(
            plan, self.listed(plan.format), tick=self.tick, unreadable=self.unreadable
        )


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads inside see the database as at the start; writers are not blocked."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    else:  # SQLite: atomic() would lock the database at once (transaction_mode)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
