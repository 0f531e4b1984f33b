"""What a version answers otherwise than another, on the drawings that both answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from uuid import UUID

from django.db.models import Case, Count, F, FilteredRelation, Q, When

from ml.metrics.statistics import mcnemar
from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    ModelVersion,
    Reason,
)
from recognizer.versions.lineage import trained_on

MOST = 60  # drawings shown of each kind


class Kind(StrEnum):
    """What became of a labelled drawing whose answer changed."""

    FIXED = "fixed"
    BROKEN = "broken"
    OTHER = "wrong otherwise"


@dataclass(frozen=True)
class Changed:
    """A labelled drawing that the two read differently."""

    id: UUID
    label: int
    before: int
    after: int
    trained: bool  # one of the two, or what it came from, was trained on it

    @property
    def kind(self) -> Kind:
        if self.label == self.after:
            return Kind.FIXED
        return Kind.BROKEN if self.label == self.before else Kind.OTHER


@dataclass(frozen=True)
class Row:
    """Labelled drawings of one digit, or of all, that both answered."""

    n: int
    before: int  # how many were read right
    after: int
    fixed: int
    broken: int
    other: int

    @property
    def p(self) -> float:
        return mcnemar(self.fixed, self.broken)


@dataclass
class Diff:
    """Two versions side by side: `before` says the one, `after` the other."""

    counts: Counter[tuple[int | None, int, int]]  # by label, before and after
    kinds: Counter[tuple[Kind, bool]] = field(default_factory=Counter)  # and trained
    shown: dict[Kind, list[Changed]] = field(default_factory=dict)

    @property
    def both(self) -> int:
        return self.counts.total()

    @property
    def changed(self) -> int:
        return sum(n for (_, a, b), n in self.counts.items() if a != b)

    @property
    def unlabelled(self) -> int:
        """How many changed without a label that says which is right."""
        return sum(
            n for (label, a, b), n in self.counts.items() if a != b and label is None
        )

    def digits(self) -> dict[Digit, Row]:
        rows = {digit: self._row({digit}) for digit in Digit}
        return {digit: row for digit, row in rows.items() if row.n}

    def all(self) -> Row:
        return self._row(set(Digit))

    def unseen(self) -> tuple[int, int, float]:
        """Fixed, broken and p, of the drawings that trained neither version."""
        fixed, broken = self.kinds[Kind.FIXED, False], self.kinds[Kind.BROKEN, False]
        return fixed, broken, mcnemar(fixed, broken)

    def any_trained(self) -> bool:
        return any(trained for _, trained in self.kinds)

    def _row(self, digits: set[Digit]) -> Row:
        found = Counter()
        for (label, before, after), n in self.counts.items():
            if label in digits:
                found["n"] += n
                found["before"] += n * (label == before)
                found["after"] += n * (label == after)
                found["fixed"] += n * (before != label == after)
                found["broken"] += n * (before == label != after)
                found["other"] += n * (label != before != after != label)
        names = ("n", "before", "after", "fixed", "broken", "other")
        return Row(*(found[name] for name in names))


def diff(version: ModelVersion, other: ModelVersion) -> Diff:
    """The answers of `version`, after, beside those of `other`, before."""
    found = Diff(counts(version, other))
    by_digit = {kind: defaultdict(list) for kind in Kind}
    for one in changed(version, other):
        found.kinds[one.kind, one.trained] += 1
        if len(some := by_digit[one.kind][one.label]) < MOST:
            some.append(one)
    found.shown = {kind: spread(some.values()) for kind, some in by_digit.items()}
    return found


def counts(version: ModelVersion, other: ModelVersion) -> Counter:
    """How many drawings by label (None: none that is settled), before and after."""
    rows = answered_by_both(version, other).order_by().values_list(*COLUMNS)
    return Counter({tuple(key): n for *key, n in rows.annotate(n=Count("pk"))})


def changed(version: ModelVersion, other: ModelVersion) -> Iterator[Changed]:
    """The labelled ones whose answer changed, the last labelled first."""
    known = trained_on(version) | trained_on(other)
    rows = answered_by_both(version, other).filter(settled__isnull=False)
    rows = rows.exclude(before=F("after")).order_by("-labelled_at", "pk")
    for pk, *said in rows.values_list("pk", *COLUMNS).iterator(2000):
        yield Changed(pk, *said, trained=str(pk) in known)


COLUMNS = ("settled", "before", "after")


def answered_by_both(version: ModelVersion, other: ModelVersion) -> DrawingQuerySet:
    """Drawings with `before` (of `other`), `after` and their `settled` label."""

    def answer_of(one: ModelVersion) -> FilteredRelation:
        of_it = Q(predictions__version=one)
        return FilteredRelation("predictions", condition=of_it)

    disputed = When(waits_for=Reason.DISPUTE, then=None)
    both = Drawing.objects.alias(one=answer_of(other), two=answer_of(version))
    return both.filter(one__isnull=False, two__isnull=False).annotate(
        before=F("one__digit"),
        after=F("two__digit"),
        settled=Case(disputed, default=F("label")),
    )


def spread(groups: Iterable[list[Changed]]) -> list[Changed]:
    """At most MOST, of each digit as many as of the others where there are enough."""
    in_turn = (one for turn in zip_longest(*groups) for one in turn if one)
    first = [one for one, _ in zip(in_turn, range(MOST), strict=False)]
    return sorted(first, key=lambda one: one.label)
