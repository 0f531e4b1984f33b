"""Whether an answer's confidence says how often it is right, by the settled labels."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from math import floor
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Floor, Least

from ml.metrics.calibration import mean_gap
from recognizer.models import DrawingQuerySet
from recognizer.statistics.scope import Proportion, Scope

BINS = 10  # of the confidence, equally wide
CERTAIN = 0.5  # from this confidence on no other class can be likelier


@dataclass(frozen=True)
class ConfidenceBin:
    """Answers of about the same confidence."""

    low: float
    high: float
    confidence: float  # their mean
    accuracy: Proportion


class BinnedAnswers(NamedTuple):
    """Some answers of one bin."""

    place: int  # of the bin, from 0
    n: int
    confidence: float  # their sum
    right: int


@dataclass
class BinCounts:
    """What a bin is made of, added up."""

    n: int = 0
    confidence: float = 0.0  # their sum
    right: int = 0

    def add(self, answers: BinnedAnswers) -> None:
        self.n += answers.n
        self.confidence += answers.confidence
        self.right += answers.right

    def bin(self, index: int) -> ConfidenceBin:
        return ConfidenceBin(
            low=index / BINS,
            high=(index + 1) / BINS,
            confidence=self.confidence / self.n,
            accuracy=Proportion(self.right, self.n),
        )


@dataclass(frozen=True)
class Calibration:
    bins: list[ConfidenceBin]  # those that hold answers

    @property
    def n(self) -> int:
        return sum(bin.accuracy.n for bin in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error."""
        return mean_gap(
            (bin.accuracy.n, bin.confidence, bin.accuracy.value) for bin in self.bins
        )


def calibration(scope: Scope) -> Calibration:
    """Of the likeliest class, on the audit share with a settled label.

    The likeliest class is the answer, but for a few: 'not a digit' is answered from a
    version's threshold on, be it under or over one half. So the database counts the
    answers from one half on; under it the probabilities themselves are read.
    """
    audited = scope.answered().labelled().filter(audited=True)
    counts: dict[int, BinCounts] = defaultdict(BinCounts)
    for answers in chain(certain_answers(audited), uncertain_answers(audited)):
        counts[answers.place].add(answers)
    return Calibration([counts[index].bin(index) for index in sorted(counts)])


def certain_answers(drawings: DrawingQuerySet) -> Iterator[BinnedAnswers]:
    """Each bin's answers, counted by the database."""
    index = Least(Floor(F("confidence") * BINS), Value(BINS - 1.0))
    certain = drawings.filter(confidence__gte=CERTAIN).annotate(index=index)
    rows = certain.values_list("index").annotate(
        n=Count("pk"), sum=Sum("confidence"), right=Count("pk", Q(digit=F("label")))
    )
    for index, *sums in rows:
        yield BinnedAnswers(int(index), *sums)


def uncertain_answers(drawings: DrawingQuerySet) -> Iterator[BinnedAnswers]:
    """Each drawing's likeliest class as one answer, by its probability."""
    rows = drawings.filter(confidence__lt=CERTAIN)
    rows = rows.values_list("given__probabilities", "label")
    for probabilities, label in rows.iterator(chunk_size=2000):
        confidence = max(probabilities)
        index = min(floor(confidence * BINS), BINS - 1)
        right = probabilities.index(confidence) == label
        yield BinnedAnswers(index, 1, confidence, right)
