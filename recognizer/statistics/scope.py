"""Which drawings count, and a measured proportion of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ml.metrics.statistics import wilson
from recognizer.models import Drawing, DrawingQuerySet, created_between


@dataclass(frozen=True)
class Scope:
    """The drawings of these days, both included, that a version answered."""

    since: date
    until: date
    version: str = ""  # a name; "" is any

    @property
    def span(self) -> Q:
        return created_between(self.since, self.until)

    def drawings(self) -> DrawingQuerySet:
        """Joins the answers only if a version is chosen; the join costs time."""
        drawings = Drawing.objects.filter(self.span).order_by()
        if self.version:
            drawings = drawings.with_answer().filter(version=self.version)
        return drawings

    def answered(self) -> DrawingQuerySet:
        """With the given answer: `digit`, `number`, `confidence` and `version`."""
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
