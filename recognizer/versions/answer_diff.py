"""How the answers of two versions differ, on the drawings that both answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    Value,
    When,
)

from ml.metrics.statistics import mcnemar
from recognizer.models import (
    Digit,
    Drawing,
    DrawingQuerySet,
    ModelVersion,
    Shown,
    shown,
)
from recognizer.versions.lineage import trained_on

MOST = 60  # drawings shown of each kind
NUMBER = len(Digit)  # the row of drawings that are labelled as numbers
VALUES = ("settled", "before", "after")
COLUMNS = tuple(name for value in VALUES for name in (value, f"{value}_number"))


IS_SAME = Q(before=F("after"), before_number=F("after_number"))


class Kind(StrEnum):
    """What became of a labelled drawing whose answer changed."""

    FIXED = "fixed"
    BROKEN = "broken"
    OTHER = "wrong otherwise"


def kind_of(label: Shown | None, before: Shown, after: Shown) -> Kind | None:
    """What became of the answer to a drawing with this label; None if it is the same.

    `before` and `after` are the answers of the version before and of the new one. A
    number is right where all its digits are.
    """
    if before == after:
        return None
    if after == label:
        return Kind.FIXED
    return Kind.BROKEN if before == label else Kind.OTHER


class AnswerPair(NamedTuple):
    """How the two versions' answers are to each other and to the settled label."""

    label: int | None  # a class, NUMBER, or None where no label is settled
    is_same: bool
    before_is_right: bool
    after_is_right: bool

    @property
    def kind(self) -> Kind | None:
        if self.is_same:
            return None
        if self.after_is_right:
            return Kind.FIXED
        return Kind.BROKEN if self.before_is_right else Kind.OTHER


@dataclass(frozen=True)
class Changed:
    """A labelled drawing that the two versions read differently."""

    id: UUID
    label: Shown
    before: Shown
    after: Shown
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
        return sum(n for key, n in self.counts.items() if not key.is_same)

    @property
    def unlabelled(self) -> int:
        """How many changed without a settled label that says which answer is right."""
        return sum(
            n for key, n in self.counts.items() if not key.is_same and key.label is None
        )

    def labels(self) -> dict[int, Row]:
        """By the label's class, numbers last; without those that no drawing has."""
        rows = {label: self._row({label}) for label in (*Digit, NUMBER)}
        return {label: row for label, row in rows.items() if row.n}

    def all(self) -> Row:
        return self._row({*Digit, NUMBER})

    def unseen(self) -> tuple[int, int, float]:
        """Fixed, broken and p, of the drawings that trained neither version."""
        fixed, broken = self.kinds[Kind.FIXED, False], self.kinds[Kind.BROKEN, False]
        return fixed, broken, mcnemar(fixed, broken)

    def any_trained(self) -> bool:
        return any(trained for _, trained in self.kinds)

    def _row(self, labels: set[int]) -> Row:
        counts = {key: n for key, n in self.counts.items() if key.label in labels}
        kinds: Counter[Kind | None] = Counter()
        for key, n in counts.items():
            kinds[key.kind] += n
        return Row(
            n=sum(counts.values()),
            before=sum(n for key, n in counts.items() if key.before_is_right),
            after=sum(n for key, n in counts.items() if key.after_is_right),
            fixed=kinds[Kind.FIXED],
            broken=kinds[Kind.BROKEN],
            other=kinds[Kind.OTHER],
        )


def diff(version: ModelVersion, other: ModelVersion) -> Diff:
    """The answers of `version`, after, beside those of `other`, before."""
    counts = count_answers(version, other)
    kinds: Counter[tuple[Kind, bool]] = Counter()
    by_label: dict[Kind, dict[int, list[Changed]]] = {
        kind: defaultdict(list) for kind in Kind
    }
    for drawing in changed_drawings(version, other):
        kinds[drawing.kind, drawing.trained] += 1
        same_label = by_label[drawing.kind][label_row(drawing.label)]
        if len(same_label) < MOST:
            same_label.append(drawing)
    shown = {kind: spread(groups.values()) for kind, groups in by_label.items()}
    return Diff(counts, kinds, shown)


def count_answers(version: ModelVersion, other: ModelVersion) -> Counter[AnswerPair]:
    """How many drawings have a label of the same class and answers of the same kind."""
    rows = answered_by_both(version, other).order_by()
    row = Case(
        When(Q(settled_number__gt=""), then=NUMBER),
        default=F("settled"),
        output_field=IntegerField(),
    )
    rows = rows.annotate(row=row, is_same=IS_SAME)
    rows = rows.values_list("row", "is_same", "before_is_right", "after_is_right")
    return Counter({AnswerPair(*key): n for *key, n in rows.annotate(n=Count("pk"))})


def label_row(label: Shown) -> int:
    return NUMBER if isinstance(label, str) else label


def changed_drawings(version: ModelVersion, other: ModelVersion) -> Iterator[Changed]:
    """The labelled drawings whose answer changed, the last labelled first."""
    trained = trained_on(version) | trained_on(other)
    rows = answered_by_both(version, other).filter(settled__isnull=False)
    rows = rows.exclude(IS_SAME).order_by("-labelled_at", "pk")
    for pk, *columns in rows.values_list("pk", *COLUMNS).iterator(2000):
        values: Iterable[Any] = map(shown, columns[::2], columns[1::2])  # never None
        label, before, after = values
        yield Changed(pk, label, before, after, str(pk) in trained)


def answered_by_both(version: ModelVersion, other: ModelVersion) -> DrawingQuerySet:
    """Drawings with `before` (of `other`), `after` and their `settled` label.

    Each is two columns, of the class and of the number. `before_is_right` and
    `after_is_right` say which is the label; they are False where none is settled.
    """

    def answer_of(version: ModelVersion) -> FilteredRelation:
        by_version = Q(predictions__version=version)
        return FilteredRelation("predictions", condition=by_version)

    answered = Drawing.objects.alias(old=answer_of(other), new=answer_of(version))
    both = answered.filter(old__isnull=False, new__isnull=False)
    answers = both.annotate(
        before=F("old__digit"),
        before_number=F("old__number"),
        after=F("new__digit"),
        after_number=F("new__number"),
    ).with_settled_label()
    return answers.annotate(
        **{f"{answer}_is_right": is_right(answer) for answer in ("before", "after")}
    )


def is_right(answer: str) -> Case:
    """Whether this answer is the settled label; not where there is none."""
    same = {answer: F("settled"), f"{answer}_number": F("settled_number")}
    return Case(When(Q(**same), then=Value(True)), default=Value(False))


def spread(groups: Iterable[list[Changed]]) -> list[Changed]:
    """At most MOST drawings: of each digit as many as of the others, if there are."""
    in_turn = (drawing for turn in zip_longest(*groups) for drawing in turn if drawing)
    first = [drawing for drawing, _ in zip(in_turn, range(MOST), strict=False)]
    return sorted(first, key=lambda drawing: label_row(drawing.label))
