"""How right the answers and the visitors' claims are, by the settled labels."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min

from recognizer.models import CLAIM_IS_ANSWER, Digit, Drawing
from recognizer.statistics.scope import Proportion, Scope


class AnswerCount(NamedTuple):
    """How many answers of one version have this label and this digit."""

    version: str
    audited: bool
    label: int
    digit: int
    n: int


@dataclass(frozen=True)
class AnswerCounts:
    """The given answers to drawings with a settled label, counted."""

    rows: list[AnswerCount]

    @property
    def versions(self) -> list[str]:
        return sorted({row.version for row in self.rows})

    def accuracy(self, version: str = "", *, audited: bool) -> Proportion:
        """Of a version's answers, or of any's: of the audit share, or all labelled."""
        n = right = 0
        for row in self.rows:
            if version in ("", row.version) and (row.audited or not audited):
                n += row.n
                right += row.n * (row.label == row.digit)
        return Proportion(right, n)

    def confusion(self) -> list[list[int]]:
        """11 rows, by label, of 11 counts, by answer."""
        table = [[0] * len(Digit) for _ in Digit]
        for row in self.rows:
            table[row.label][row.digit] += row.n
        return table


def answers(scope: Scope) -> AnswerCounts:
    rows = scope.answered().labelled()
    rows = rows.values_list("version", "audited", "label", "digit")
    return AnswerCounts([AnswerCount(*row) for row in rows.annotate(n=Count("pk"))])


def audit(scope: Scope) -> Proportion:
    """How many of the audited drawings have a settled label."""
    audited = scope.drawings().filter(audited=True)
    return Proportion(audited.labelled().count(), audited.count())


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
    rows = claimed.values_list("claim", "digit", "settled")
    counts: dict[bool, Counter] = {True: Counter(), False: Counter()}
    for claim, answer, label, n in rows.annotate(n=Count("pk")):
        count = counts[claim == answer]
        if label is None:
            count["undecided"] += n
        else:
            count["right" if claim == label else "wrong"] += n
            count["answer_right"] += n * (answer == label)
    return {agreed: Claims(**count) for agreed, count in counts.items()}


def first_agreeing_claim() -> datetime | None:
    """When the first of all drawings came whose claim agrees with its answer."""
    claimed = Drawing.objects.filter(claim__isnull=False).order_by().with_answer()
    return claimed.filter(CLAIM_IS_ANSWER).aggregate(first=Min("created_at"))["first"]
