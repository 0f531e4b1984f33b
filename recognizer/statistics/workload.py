"""How much is drawn and labelled, how soon, by whom, and what waits."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Trunc

from recognizer.models import LabelChange, Source
from recognizer.statistics.scope import Scope

STEPS = (("day", 120), ("week", 800), ("month", None))  # and for how many days at most
LIMITS = {  # of the time from drawing to label
    "under a minute": timedelta(minutes=1),
    "1 to 10 minutes": timedelta(minutes=10),
    "10 to 60 minutes": timedelta(hours=1),
    "1 to 6 hours": timedelta(hours=6),
    "6 to 24 hours": timedelta(days=1),
    "1 to 7 days": timedelta(weeks=1),
    "1 to 4 weeks": timedelta(weeks=4),
}
LONGER = "longer"


@dataclass(frozen=True)
class Drawn:
    """How many were drawn on a day, or in the week or month that begins with it."""

    first: date
    by_source: dict[str, int]  # of every source

    @property
    def n(self) -> int:
        return sum(self.by_source.values())


def step_of(scope: Scope) -> str:
    """What one bar stands for: "day", "week" or "month"."""
    days = (scope.until - scope.since).days + 1
    return next(step for step, most in STEPS if most is None or days <= most)


def drawn(scope: Scope) -> list[Drawn]:
    """One for each day (week, month) of the range, also for those without drawings."""
    step = step_of(scope)
    first = Trunc("created_at", step, output_field=DateField())
    rows = scope.drawings().annotate(first=first).values_list("first", "source")
    counts: dict[date, dict] = defaultdict(lambda: dict.fromkeys(Source.values, 0))
    for day, source, n in rows.annotate(n=Count("*")):
        counts[day][source] = n
    return [Drawn(day, counts[day]) for day in first_days(scope, step)]


def first_days(scope: Scope, step: str) -> Iterator[date]:
    """Where each day, week (from Monday) or month that the range touches begins."""
    day = scope.since
    if step == "week":
        day -= timedelta(days=day.weekday())
    if step == "month":
        day = day.replace(day=1)
    while day <= scope.until:
        yield day
        day += timedelta(days={"day": 1, "week": 7, "month": 31}[step])
        if step == "month":
            day = day.replace(day=1)


@dataclass(frozen=True)
class Delay:
    """The time from a drawing to the label that stands."""

    n: int
    bins: list[tuple[str, int]]
    median: timedelta | None
    slow: timedelta | None  # nine of ten were at most as long


def delay(scope: Scope) -> Delay:
    """Without imported drawings, which may bring their labels along."""
    took = ExpressionWrapper(F("labelled_at") - F("created_at"), DurationField())
    drawings = scope.drawings().labelled().exclude(source=Source.IMPORT)
    drawings = drawings.annotate(took=took)
    limits = enumerate(LIMITS.values())
    within = {f"within_{i}": Count("pk", Q(took__lt=limit)) for i, limit in limits}
    counts = drawings.aggregate(**within, n=Count("pk"))
    n = counts["n"]
    steps = pairwise([0, *(counts[name] for name in within), n])
    bins = [
        (name, after - before)
        for name, (before, after) in zip([*LIMITS, LONGER], steps, strict=True)
    ]
    ordered = drawings.order_by("took").values_list("took", flat=True)
    ranks = [ceil(n * share) - 1 for share in (0.5, 0.9)]  # the nearest
    return Delay(n, bins, *(ordered[rank] if n else None for rank in ranks))


@dataclass(frozen=True)
class Reviewer:
    """How many labels somebody set, by day."""

    name: str
    by_day: dict[date, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.by_day.values())


def reviewers(scope: Scope) -> list[Reviewer]:
    """Labels set in these days, on any drawing; what was undone does not count."""
    changes = LabelChange.objects.filter(scope.span, to_label__isnull=False)
    changes = changes.standing().order_by()
    day = Trunc("created_at", "day", output_field=DateField())
    rows = changes.annotate(day=day).values_list("by__username", "day")
    by_name: dict[str, Reviewer] = {}
    for name, day, n in rows.annotate(n=Count("*")):
        by_name.setdefault(name, Reviewer(name)).by_day[day] = n
    return sorted(by_name.values(), key=lambda reviewer: (-reviewer.n, reviewer.name))
