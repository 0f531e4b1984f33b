"""How right the answers and the visitors' claims are, by the settled labels."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Length

from recognizer.models import (
    CLAIM_IS_ANSWER,
    LABEL_IS_ANSWER,
    UNSETTLED,
    Digit,
    Drawing,
)
from recognizer.models.values import is_any_number, number_shown
from recognizer.statistics.scope import Proportion, Scope

NUMBER = len(Digit)  # in the table of confusions: after the classes


class AnswerCount(NamedTuple):
    """How many answers of one version are alike in all of these.

    A number's `label` and `digit` are those of what is no digit; the lengths say how
    many digits it is labelled with and was read with, 0 where it is no number.
    """

    version: str
    audited: bool
    label: int
    label_length: int
    digit: int
    answer_length: int
    right: bool  # of a number: all of its digits are
    n: int


@dataclass(frozen=True)
class AnswerCounts:
    """The given answers to drawings with a settled label, counted."""

    rows: list[AnswerCount]

    @property
    def versions(self) -> list[str]:
        return sorted({row.version for row in self.rows})

    def accuracy(
        self,
        version: str = "",
        *,
        audited: bool,
        which: Callable[[AnswerCount], bool] = lambda row: True,
    ) -> Proportion:
        """Of a version's answers, or of any's: of the audit share, or all labelled."""
        n = right = 0
        for row in filter(which, self.rows):
            if version in ("", row.version) and (row.audited or not audited):
                n += row.n
                right += row.n * row.right
        return Proportion(right, n)

    @property
    def lengths(self) -> list[int]:
        """How many digits the labelled numbers have."""
        return sorted({row.label_length for row in self.rows} - {0})

    def confusion(self) -> list[list[int]]:
        """12 rows, by label, of 13 counts, by answer; numbers are last.

        Of drawings labelled as numbers those that were read as another number stand in
        the last column.
        """
        table = [[0] * (NUMBER + 2) for _ in range(NUMBER + 1)]
        for row in self.rows:
            label = NUMBER if row.label_length else row.label
            answer = NUMBER if row.answer_length else row.digit
            if label == answer == NUMBER and not row.right:
                answer = NUMBER + 1
            table[label][answer] += row.n
        return table


def answers(scope: Scope) -> AnswerCounts:
    rows = scope.answered().labelled()
    rows = rows.annotate(
        label_length=Length(number_shown("label", "label_number")),
        answer_length=Length("number"),
        right=LABEL_IS_ANSWER,
    )
    rows = rows.values_list(*AnswerCount._fields[:-1])
    return AnswerCounts([AnswerCount(*row) for row in rows.annotate(n=Count("pk"))])


def audit(scope: Scope) -> Proportion:
    """How many of the audited drawings have a settled label."""
    audited = scope.drawings().filter(audited=True)
    return Proportion(audited.labelled().count(), audited.count())


@dataclass(frozen=True)
class NumbersRead:
    """Drawings that were read as numbers, by how far chance has them reviewed."""

    n: int
    in_audit: int
    settled: int  # of those in the audit


def numbers_read(scope: Scope) -> NumbersRead:
    audited = Q(audited=True)
    is_settled = Q(label__isnull=False) & ~Q(
        waits_for__in=UNSETTLED, waits_for__isnull=False
    )
    rows = scope.answered().filter(is_any_number("digit", "number"))
    counts = rows.aggregate(
        n=Count("pk"),
        in_audit=Count("pk", audited),
        settled=Count("pk", audited & is_settled),
    )
    return NumbersRead(**counts)


@dataclass(frozen=True)
class Claims:
    """What visitors said, by the settled labels."""

    right: int = 0
    wrong: int = 0
    undecided: int = 0  # no settled label yet
    answer_right: int = 0  # how often the network was, of the decided

    @property
    def n(self) -> int:
        return self.right + self.wrong + self.undecided

    @property
    def answer(self) -> Proportion:
        return Proportion(self.answer_right, self.right + self.wrong)


def claims(scope: Scope) -> dict[bool, Claims]:
    """By whether the claim agreed with the answer."""
    claimed = scope.answered().filter(claim__isnull=False).with_settled_label()
    rows = claimed.annotate(
        agrees=CLAIM_IS_ANSWER,
        undecided=Q(settled=None),
        is_right=Q(claim=F("settled"))
        & (~Q(claim=Digit.NOT_A_DIGIT) | Q(claim_number=F("settled_number"))),
        answer_is_right=Q(digit=F("settled"), number=F("settled_number")),
    ).values_list("agrees", "undecided", "is_right", "answer_is_right")
    counts: dict[bool, Counter] = {True: Counter(), False: Counter()}
    for agrees, undecided, is_right, answer_is_right, n in rows.annotate(n=Count("pk")):
        count = counts[agrees]
        if undecided:
            count["undecided"] += n
        else:
            count["right" if is_right else "wrong"] += n
            count["answer_right"] += n * answer_is_right
    return {agreed: Claims(**count) for agreed, count in counts.items()}


def first_agreeing_claim() -> datetime | None:
    """When the first of all drawings came whose claim agrees with its answer."""
    claimed = Drawing.objects.filter(claim__isnull=False).order_by().with_answer()
    return claimed.filter(CLAIM_IS_ANSWER).aggregate(first=Min("created_at"))["first"]
