"""What is known of two versions, before one takes the other's place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from ml.metrics.statistics import accuracy_figures, mcnemar, probability_of_gain
from recognizer.formatting import percent
from recognizer.models import ModelVersion
from recognizer.versions.answer_diff import answered_by_both
from recognizer.versions.lineage import trained_on
from recognizer.versions.scores import (
    FIXED,
    MNIST,
    PEOPLE,
    Figures,
    paired_scores,
    scores_of,
)


@dataclass(frozen=True)
class Comparison:
    """The version that answers, `before`, and the other, `after`, on one set."""

    name: str
    before: Figures
    after: Figures
    # How many the one alone reads right; None where they were measured apart.
    fixed: int | None = None
    broken: int | None = None

    @property
    def p(self) -> float | None:
        """McNemar's, where both read the same drawings."""
        if self.fixed is None or self.broken is None:
            return None
        return mcnemar(self.fixed, self.broken)


def audited(version: ModelVersion, other: ModelVersion) -> Comparison:
    """Both on the audited drawings that they answered and that trained neither.

    Chance alone has chosen these, so only they tell what visitors will meet.
    """
    trained = trained_on(version) | trained_on(other)
    rows = answered_by_both(version, other)
    rows = rows.filter(audited=True, settled__isnull=False).order_by()
    right = [
        (before, after)
        for pk, before, after in rows.values_list(
            "pk", "before_is_right", "after_is_right"
        )
        if str(pk) not in trained
    ]
    n = len(right)
    return Comparison(
        "audited drawings",
        accuracy_figures(sum(before for before, _ in right), n),
        accuracy_figures(sum(after for _, after in right), n),
        fixed=right.count((False, True)),
        broken=right.count((True, False)),
    )


def on_hold_outs(version: ModelVersion, other: ModelVersion) -> Iterator[Comparison]:
    """Both on what the gate measured them on together, else on what each one met."""
    paired = paired_scores(version, other)
    for name, figures in paired.items():
        yield Comparison(name, *figures)
    after, before = scores_of(version), scores_of(other)
    for name in (FIXED, MNIST, PEOPLE):
        if name not in paired and name in after and name in before:
            yield Comparison(name, before[name], after[name])


def conclusion(version: ModelVersion, other: ModelVersion, audit: Comparison) -> str:
    """Which of the two reads more of what visitors draw, as far as the audit tells."""
    fixed, broken = audit.fixed or 0, audit.broken or 0
    counts = f"{version} alone reads {fixed:,} of them, {other} alone {broken:,}"
    for more, gain in (
        (version, probability_of_gain(fixed, broken)),
        (other, probability_of_gain(broken, fixed)),
    ):
        if gain >= settings.GATE_PROBABILITY:
            return f"{counts}: {percent(gain)} sure that {more} reads more."
    return f"{counts}: too few to tell which reads more."
