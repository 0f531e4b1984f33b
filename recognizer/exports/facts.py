"""What an export's card counts, drawing by drawing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from recognizer.exports.records import Record


@dataclass
class DateRange:
    """The first and the last moment of some."""

    first: datetime | None = None
    last: datetime | None = None

    def add(self, time: datetime) -> None:
        self.first = min(self.first or time, time)
        self.last = max(self.last or time, time)

    def days(self) -> list[date]:
        """The first day and the last, which is in it; none of no moment."""
        return [time.date() for time in (self.first, self.last) if time]


@dataclass
class Facts:
    """What an export's records have in common; complete once all are read."""

    count: int = 0
    audited: int = 0
    labels: Counter[int] = field(default_factory=Counter)  # of single drawings
    numbers: int = 0
    numbers_with_parts: int = 0
    parts: int = 0
    versions: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    reviewers: set[int | None] = field(default_factory=set)
    drawn: DateRange = field(default_factory=DateRange)
    labelled: DateRange = field(default_factory=DateRange)

    def add(self, record: Record) -> None:
        self.count += 1
        self.audited += record.audited
        if isinstance(record.label, int):
            self.labels[record.label] += 1
        else:
            self.numbers += 1
            self.numbers_with_parts += bool(record.parts)
            self.parts += len(record.parts)
        if record.version:
            self.versions[record.version] += 1
        self.sources[record.source] += 1
        self.reviewers.add(record.labelled_by)
        self.drawn.add(record.created_at)
        self.labelled.add(record.labelled_at)

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, each added as it is read."""
        for record in records:
            self.add(record)
            yield record
