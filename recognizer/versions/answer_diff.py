"""How the answers of two versions differ, on the drawings that both answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q

from ml.metrics.statistics import mcnemar
from recognizer.models import Digit, Drawing, DrawingQuerySet, ModelVersion
from recognizer.versions.lineage import trained_on

MOST = 60  # drawings shown of each kind
COLUMNS = ("settled", "before", "after")


class Kind(StrEnum):
    """What became of a labelled drawing whose answer changed."""

    FIXED = "fixed"
    BROKEN = "broken"
    OTHER = "wrong otherwise"


def kind_of(label: int | None, before: int, after: int) -> Kind | None:
    """What became of the answer to a drawing with this label; None if it is the same.

    `before` and `after` are the answers of the version before and of the new one.
    """
    if before == after:
        return None
    if after == label:
        return Kind.FIXED
    return Kind.BROKEN if before == label else Kind.OTHER


class AnswerPair(NamedTuple):
    """What the two versions answered, and the settled label, if there is one."""

    label: int | None
    before: int
    after: int


@dataclass(frozen=True)
class Changed:
    """A labelled drawing that the two versions read differently."""

    id: UUID
    label: int
    before: int
    after: int
    trained: bool  # one of the two, or an ancestor of it, was trained on the drawing

    @property
    def kind(self) -> Kind | Any:  # never None
        return kind_of(self.label, self.before, self.after)


@dataclass(frozen=True)
class Row:
    """Labelled drawings of one digit, or of all, that both versions answered."""

    n: int
    before: int  # how many were read right
    after: int
    fixed: int
    broken: int
    other: int

    @property
    def p(self) -> float:
        return mcnemar(self.fixed, self.broken)


@dataclass(frozen=True)
class Diff:
    """Two versions side by side: the older answers are `before`, the newer `after`."""

    counts: Counter[AnswerPair]
    kinds: Counter[tuple[Kind, bool]]  # by kind and whether the drawing trained
    shown: dict[Kind, list[Changed]] = field(default_factory=dict)

    @property
    def both(self) -> int:
        """How many drawings both versions answered."""
        return self.counts.total()

    @property
    def changed(self) -> int:
        return sum(n for key, n in self.counts.items() if key.before != key.after)

    @property
    def unlabelled(self) -> int:
        """How many changed without a settled label that says which answer is right."""
        return sum(
            n
            for key, n in self.counts.items()
            if key.before != key.after and key.label is None
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
        counts = {key: n for key, n in self.counts.items() if key.label in digits}
        kinds: Counter[Kind | None] = Counter()
        for key, n in counts.items():
            kinds[kind_of(*key)] += n
        return Row(
            n=sum(counts.values()),
            before=sum(n for key, n in counts.items() if key.before == key.label),
            after=sum(n for key, n in counts.items() if key.after == key.label),
            fixed=kinds[Kind.FIXED],
            broken=kinds[Kind.BROKEN],
            other=kinds[Kind.OTHER],
        )


def diff(version: ModelVersion, other: ModelVersion) -> Diff:
    """The answers of `version`, after, beside those of `other`, before."""
    counts = count_answers(version, other)
    kinds: Counter[tuple[Kind, bool]] = Counter()
    by_digit: dict[Kind, dict[int, list[Changed]]] = {
        kind: defaultdict(list) for kind in Kind
    }
    for drawing in changed_drawings(version, other):
        kinds[drawing.kind, drawing.trained] += 1
        same_digit = by_digit[drawing.kind][drawing.label]
        if len(same_digit) < MOST:
            same_digit.append(drawing)
    shown = {kind: spread(groups.values()) for kind, groups in by_digit.items()}
    return Diff(counts, kinds, shown)


def count_answers(version: ModelVersion, other: ModelVersion) -> Counter[AnswerPair]:
    """How many drawings have the same label and the same two answers."""
    rows = answered_by_both(version, other).order_by().values_list(*COLUMNS)
    return Counter({AnswerPair(*key): n for *key, n in rows.annotate(n=Count("pk"))})


def changed_drawings(version: ModelVersion, other: ModelVersion) -> Iterator[Changed]:
    """The labelled drawings whose answer changed, the last labelled first."""
    trained = trained_on(version) | trained_on(other)
    rows = answered_by_both(version, other).filter(settled__isnull=False)
    rows = rows.exclude(before=F("after")).order_by("-labelled_at", "pk")
    rows = rows.values_list("pk", *COLUMNS)
    for pk, label, before, after in rows.iterator(2000):
        yield Changed(pk, label, before, after, str(pk) in trained)


def answered_by_both(version: ModelVersion, other: ModelVersion) -> DrawingQuerySet:
    """Drawings with `before` (of `other`), `after` and their `settled` label."""

    def answer_of(version: ModelVersion) -> FilteredRelation:
        by_version = Q(predictions__version=version)
        return FilteredRelation("predictions", condition=by_version)

    answered = Drawing.objects.alias(old=answer_of(other), new=answer_of(version))
    both = answered.filter(old__isnull=False, new__isnull=False)
    return both.annotate(
        before=F("old__digit"), after=F("new__digit")
    ).with_settled_label()


def spread(groups: Iterable[list[Changed]]) -> list[Changed]:
    """At most MOST drawings: of each digit as many as of the others, if there are."""
    in_turn = (drawing for turn in zip_longest(*groups) for drawing in turn if drawing)
    first = [drawing for drawing, _ in zip(in_turn, range(MOST), strict=False)]
    return sorted(first, key=lambda drawing: drawing.label)
