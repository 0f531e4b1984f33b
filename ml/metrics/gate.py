"""May a candidate take the promoted version's place? Judged side by side on two sets.

The held-out labelled drawings say whether it is better at what it was trained for; the
fixed hold-outs, which no training sees, whether it forgot anything. On neither may one
class pay for the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import comb

import numpy as np

from ml.inference.classifier import decide_all
from ml.metrics.calibration import calibration_error
from ml.metrics.statistics import mcnemar, share

CHANCE = 0.05  # a fall of recall that is likelier than this by chance is none


@dataclass(frozen=True)
class Limits:
    """What a candidate may lose; shares, 0..1."""

    accuracy: float = 0.001  # of each fixed hold-out
    recall: float = 0.02  # of each class on every set, and only beyond chance


@dataclass(frozen=True)
class Answers:
    """What one version says of a set's tiles."""

    probabilities: np.ndarray  # float32 (n, classes)
    threshold: float

    def digits(self) -> np.ndarray:
        return decide_all(self.probabilities, self.threshold)


@dataclass(frozen=True)
class Duel:
    """Promoted version and candidate on the same tiles."""

    name: str
    labels: np.ndarray  # (n,)
    before: Answers
    after: Answers

    def right(self) -> tuple[np.ndarray, np.ndarray]:
        """Which tiles each of the two reads right: bool (n,)."""
        return tuple(one.digits() == self.labels for one in (self.before, self.after))


@dataclass(frozen=True)
class Verdict:
    """Whether the candidate may be promoted, and why not, in sentences."""

    refusals: tuple[str, ...]
    figures: dict = field(default_factory=dict)  # by set: both versions' scores

    @property
    def allowed(self) -> bool:
        return not self.refusals

    def __str__(self) -> str:
        return " ".join(self.refusals) or "The candidate is better, and forgot nothing."


def judge(held_out: Duel, fixed: Sequence[Duel], limits: Limits | None = None):
    """The gate's verdict on `held_out` drawings and `fixed` hold-outs."""
    limits = limits or Limits()
    refusals = [*_no_better(held_out), *_forgets(held_out, limits.recall)]
    for duel in fixed:
        refusals += [*_loses(duel, limits.accuracy), *_forgets(duel, limits.recall)]
    figures = {duel.name: compare(duel) for duel in (held_out, *fixed)}
    return Verdict(tuple(refusals), figures)


def compare(duel: Duel) -> dict:
    """Both versions' accuracy, recall and calibration; McNemar's p between them."""
    before, after = duel.right()
    fixed, broken = int((~before & after).sum()), int((before & ~after).sum())
    return {
        "before": _score(duel, duel.before, before),
        "after": _score(duel, duel.after, after),
        "fixed": fixed,
        "broken": broken,
        "p": mcnemar(fixed, broken),
    }


def _score(duel: Duel, answers: Answers, right: np.ndarray) -> dict:
    classes = np.unique(duel.labels)
    recall = {
        int(one): round(float(right[duel.labels == one].mean()), 4) for one in classes
    }
    error = calibration_error(answers.probabilities, duel.labels) if len(right) else 0
    return {
        **share(int(right.sum()), len(right)),
        "recall": recall,
        "ece": round(error, 4),
    }


def _no_better(duel: Duel):
    before, after = (int(right.sum()) for right in duel.right())
    if after <= before:
        yield (
            f"Of the {len(duel.labels)} {duel.name} it reads {after} right, and the "
            f"promoted version {before}: it has to read more."
        )


def _loses(duel: Duel, limit: float):
    before, after = (right.mean() for right in duel.right())
    if before - after > limit + 1e-9:
        yield (
            f"On the {duel.name} it falls from {before:.2%} to {after:.2%}: at most "
            f"{100 * limit:g} points may be lost."
        )


def _forgets(duel: Duel, limit: float):
    before, after = duel.right()
    for one in np.unique(duel.labels):
        here = duel.labels == one
        old, new = before[here].mean(), after[here].mean()
        broken, fixed = (before & ~after & here).sum(), (~before & after & here).sum()
        if old - new > limit and by_chance(int(broken), int(fixed)) < CHANCE:
            name = "'not a digit'" if one == 10 else f"digit {one}"
            yield (
                f"On the {duel.name}, {name} falls from {old:.1%} to {new:.1%}: more "
                f"than {100 * limit:g} points."
            )


def by_chance(broken: int, fixed: int) -> float:
    """One-sided p that so many or more break of `broken + fixed`: McNemar's exact."""
    n = broken + fixed
    return sum(comb(n, k) for k in range(broken, n + 1)) / 2**n
