"""The gate: may a candidate take the promoted version's place?

Both versions answer the same tiles of two kinds of set. The held-out labelled drawings
tell how sure it is that the candidate is better at what it was trained for; the fixed
hold-outs, which no training sees, whether it forgot anything. On neither may a gain of
some classes make up for the loss of another. And where the candidate, for all it has
gained, misreads a good part of the held-out drawings, the labels are probably wrong:
what it has learned is then wrong too. Held-out numbers, whole, may refuse a candidate
but not recommend one: they are read by more than the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import eq

import numpy as np

from ml.inference.classifier import decide_all
from ml.inference.networks import NOT_A_DIGIT
from ml.metrics.calibration import calibration_error
from ml.metrics.plausibility import is_far_below
from ml.metrics.statistics import (
    accuracy_figures,
    mcnemar,
    mcnemar_one_sided,
    probability_of_gain,
)

CHANCE = 0.05  # a fall that chance explains with a larger p does not count
ROUNDING = 1e-9  # a loss of just the limit is allowed


@dataclass(frozen=True)
class Limits:
    """How sure its gain has to be, and what a candidate may lose; shares, 0..1."""

    probability: float = 0.8  # that it reads more drawings like the held-out ones
    accuracy: float = 0.001  # of each fixed hold-out, and only beyond chance
    recall: float = 0.02  # of each class on every set, and only beyond chance


@dataclass(frozen=True)
class Answers:
    """One version's answers to a set's tiles."""

    probabilities: np.ndarray  # float32 (n, classes)

    def digits(self) -> np.ndarray:
        """int (n,): 0..9 or NOT_A_DIGIT."""
        return decide_all(self.probabilities)


@dataclass(frozen=True)
class Duel:
    """Promoted version and candidate on the same tiles."""

    name: str  # of the set
    labels: np.ndarray  # (n,)
    before: Answers  # the promoted version's
    after: Answers  # the candidate's
    # Which were labelled whatever the answer, bool (n,): the others came to be labelled
    # because they are hard, so that a low accuracy says nothing of their labels.
    blind: np.ndarray | None = None

    def right(self) -> tuple[np.ndarray, np.ndarray]:
        """Which tiles each of the two reads right: bool (n,), before and after."""
        before, after = self.before.digits(), self.after.digits()
        return before == self.labels, after == self.labels

    def changes(self) -> tuple[int, int]:
        """How many tiles the candidate alone reads right, and how many it alone not."""
        return _changes(*self.right())


@dataclass(frozen=True)
class NumbersDuel:
    """Promoted version and candidate on the same whole numbers.

    Labels and answers are classes, 0 to 10, or numbers such as "42".
    """

    name: str  # of the set
    labels: Sequence[int | str]
    before: Sequence[int | str]  # the promoted version's answers
    after: Sequence[int | str]  # the candidate's

    def right(self) -> tuple[np.ndarray, np.ndarray]:
        """Which numbers each of the two reads right: bool (n,), before and after."""
        before, after = (
            np.array([*map(eq, self.labels, answers)], bool)
            for answers in (self.before, self.after)
        )
        return before, after

    def changes(self) -> tuple[int, int]:
        """How many the candidate alone reads right, and how many it alone not."""
        return _changes(*self.right())


def gain_in_words(fixed: int, broken: int) -> str:
    """As in "12 fixed, 3 broken: 98.9 % sure that it reads more"."""
    sure = min(100 * probability_of_gain(fixed, broken), 99.9)  # never quite
    return f"{fixed} fixed, {broken} broken: {sure:.1f} % sure that it reads more"


@dataclass(frozen=True)
class Verdict:
    """Whether the candidate may be promoted, and why not, in sentences."""

    refusals: tuple[str, ...]
    figures: dict = field(default_factory=dict)  # by set: both versions' scores

    @property
    def allowed(self) -> bool:
        return not self.refusals

    def __str__(self) -> str:
        if self.refusals:
            return " ".join(self.refusals)
        name, figures = next(iter(self.figures.items()))
        gain = gain_in_words(figures["fixed"], figures["broken"])
        return f"Of the {name}: {gain}; it forgot nothing."


def judge(
    held_out: Duel,
    fixed: Sequence[Duel],
    limits: Limits | None = None,
    numbers: NumbersDuel | None = None,
) -> Verdict:
    """Judge a candidate on the held-out drawings and on the fixed hold-outs.

    Of whole `numbers` it may lose as much as of a class, or chance explains it.
    """
    limits = limits or Limits()
    refusals = [*_unsure_gain(held_out, limits.probability)]
    refusals += _recall_losses(held_out, limits.recall)
    if fixed:
        refusals += _implausible(held_out, fixed[0])
    for duel in fixed:
        refusals += _accuracy_loss(duel, limits.accuracy)
        refusals += _recall_losses(duel, limits.recall)
    figures = {duel.name: compare(duel) for duel in (held_out, *fixed)}
    if numbers:
        refusals += _accuracy_loss(numbers, limits.recall)
        figures[numbers.name] = compare_numbers(numbers)
    return Verdict(tuple(refusals), figures)


def compare(duel: Duel) -> dict:
    """Both versions' accuracy, recall and calibration, and how sure a gain is.

    `sure`: the probability that the candidate reads more; `p`: McNemar's.
    """
    before, after = duel.right()
    return {
        "before": _score(duel.labels, duel.before, before),
        "after": _score(duel.labels, duel.after, after),
        **_gain(*duel.changes()),
    }


def compare_numbers(duel: NumbersDuel) -> dict:
    """The same of whole numbers, which have no recall by class and no calibration."""
    before, after = (
        {**accuracy_figures(int(right.sum()), len(right)), "recall": {}}
        for right in duel.right()
    )
    return {"before": before, "after": after, **_gain(*duel.changes())}


def _gain(fixed: int, broken: int) -> dict:
    return {
        "fixed": fixed,
        "broken": broken,
        "sure": probability_of_gain(fixed, broken),
        "p": mcnemar(fixed, broken),
    }


def _changes(before: np.ndarray, after: np.ndarray) -> tuple[int, int]:
    """How many became right, and how many wrong."""
    return int((~before & after).sum()), int((before & ~after).sum())


def _score(labels: np.ndarray, answers: Answers, right: np.ndarray) -> dict:
    recall = {
        int(label): round(float(right[labels == label].mean()), 4)
        for label in np.unique(labels)
    }
    return {
        **accuracy_figures(int(right.sum()), len(right)),
        "recall": recall,
        "ece": round(calibration_error(answers.probabilities, labels), 4),
    }


def _unsure_gain(duel: Duel, least: float) -> Iterator[str]:
    """The sentence that refuses a candidate which may have gained by chance."""
    if probability_of_gain(*duel.changes()) < least:
        yield (
            f"Of the {len(duel.labels)} {duel.name}: {gain_in_words(*duel.changes())}; "
            f"it has to be {100 * least:g} % sure."
        )


def _implausible(held_out: Duel, fixed: Duel) -> Iterator[str]:
    """The sentence that refuses a candidate which few of the labels agree with.

    What the candidate reads of a fixed hold-out says what is to be expected.
    """
    if held_out.blind is None:
        return
    _, right = held_out.right()
    right, expected = right[held_out.blind], fixed.right()[1].mean()
    if is_far_below(int(right.sum()), len(right), expected):
        yield (
            f"Of {len(right)} {held_out.name} that were labelled whatever the answer, "
            f"it reads only {right.sum()} right ({right.mean():.1%}), and of the "
            f"{fixed.name} {expected:.1%}: the labels are probably wrong."
        )


def _accuracy_loss(duel: Duel | NumbersDuel, limit: float) -> Iterator[str]:
    """The sentence that refuses a fall by over `limit`, beyond chance."""
    before, after = (right.mean() for right in duel.right())
    fixed, broken = duel.changes()
    falls = before - after > limit + ROUNDING
    if falls and mcnemar_one_sided(broken, fixed) < CHANCE:
        yield (
            f"On the {duel.name} it falls from {before:.2%} to {after:.2%}: at most "
            f"{100 * limit:g} points may be lost."
        )


def _recall_losses(duel: Duel, limit: float) -> Iterator[str]:
    """A sentence for each class whose recall falls by over `limit`, beyond chance."""
    right_before, right_after = duel.right()
    for label in np.unique(duel.labels):
        of_class = duel.labels == label
        before, after = right_before[of_class], right_after[of_class]
        broken, fixed = int((before & ~after).sum()), int((~before & after).sum())
        fall = before.mean() - after.mean()
        if fall > limit and mcnemar_one_sided(broken, fixed) < CHANCE:
            yield (
                f"On the {duel.name}, {_class_name(label)} falls from "
                f"{before.mean():.1%} to {after.mean():.1%}: more than "
                f"{100 * limit:g} points."
            )


def _class_name(label: int) -> str:
    return "'not a digit'" if label == NOT_A_DIGIT else f"digit {label}"
