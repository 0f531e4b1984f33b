"""Which drawings count, and a measured proportion of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from ml.metrics.statistics import wilson
from recognizer.models import Drawing, DrawingQuerySet


@dataclass(frozen=True)
class Scope:
    """The drawings of these days, both included, that a version answered."""

    since: date
    until: date
    version: str = ""  # a name; "" is any

    @property
    def span(self) -> Q:
        """The days, for any row with a `created_at`."""
        days = (self.since, self.until + timedelta(days=1))
        start, end = (make_aware(datetime.combine(day, time.min)) for day in days)
        return Q(created_at__gte=start, created_at__lt=end)

    def drawings(self) -> DrawingQuerySet:
        """Joins the answers only if a version is chosen; the join costs time."""
        drawings = Drawing.objects.filter(self.span).order_by()
        if self.version:
            drawings = drawings.with_answer().filter(version=self.version)
        return drawings

    def answered(self) -> DrawingQuerySet:
        """With the given answer's `digit`, `confidence` and `version`."""
        drawings = self.drawings() if self.version else self.drawings().with_answer()
        return drawings.filter(digit__isnull=False)


@dataclass(frozen=True)
class Proportion:
    """So many of n, and what that says of all."""

    count: int = 0
    n: int = 0

    @property
    def value(self) -> float:
        return self.count / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %."""
        return wilson(self.count, self.n)
