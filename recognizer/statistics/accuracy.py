"""How right the answers and the visitors' claims are, by the settled labels."""

from collections import Counter
from dataclasses import dataclass
from math import floor

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Floor, Least

from ml.metrics.calibration import mean_gap
from recognizer.models import Digit
from recognizer.statistics.scope import Chosen, Share

BINS = 10  # of the confidence
CERTAIN = 0.5  # from this confidence on no other class can be likelier


@dataclass(frozen=True)
class Answers:
    """The given answers to drawings with a settled label, counted."""

    rows: list[tuple[str, bool, int, int, int]]
    """How many of each version, audited or not, label and answer."""

    @property
    def versions(self) -> list[str]:
        return sorted({version for version, *_ in self.rows})

    def accuracy(self, version: str, *, audited: bool) -> Share:
        """Of one version's answers: of the audit share, or of all labelled."""
        n = right = 0
        for name, by_chance, label, answer, count in self.rows:
            if name == version and (by_chance or not audited):
                n += count
                right += count * (label == answer)
        return Share(right, n)

    def confusion(self) -> list[list[int]]:
        """11 rows, by label, of 11 counts, by answer."""
        table = [[0] * len(Digit) for _ in Digit]
        for _, _, label, answer, n in self.rows:
            table[label][answer] += n
        return table


def answers(chosen: Chosen) -> Answers:
    rows = chosen.answered().labelled()
    rows = rows.values_list("version", "audited", "label", "digit")
    return Answers(list(rows.annotate(n=Count("pk"))))


def audit(chosen: Chosen) -> Share:
    """How many of the audited drawings have a settled label."""
    audited = chosen.drawings().filter(audited=True)
    return Share(audited.labelled().count(), audited.count())


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence."""

    low: float
    high: float
    confidence: float  # their mean
    accuracy: Share


@dataclass(frozen=True)
class Calibration:
    bins: list[Bin]  # those in use

    @property
    def n(self) -> int:
        return sum(one.accuracy.n for one in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error."""
        return mean_gap(
            (b.accuracy.n, b.confidence, b.accuracy.value) for b in self.bins
        )


def calibration(chosen: Chosen) -> Calibration:
    """Of the likeliest class, on the audit share with a settled label.

    The likeliest class is the answer, but for a few: 'not a digit' is answered from a
    version's threshold on, be it under or over one half. So under one half, and only
    there, the probabilities themselves are read.
    """
    audited = chosen.answered().labelled().filter(audited=True)
    place = Least(Floor(F("confidence") * BINS), Value(BINS - 1.0))
    certain = audited.filter(confidence__gte=CERTAIN).annotate(place=place)
    rows = certain.values_list("place").annotate(
        n=Count("pk"), sure=Sum("confidence"), right=Count("pk", Q(digit=F("label")))
    )
    sums = {int(place): row for place, *row in rows}
    doubted = audited.filter(confidence__lt=CERTAIN)
    doubted = doubted.values_list("given__probabilities", "label")
    for probabilities, label in doubted.iterator(chunk_size=2000):
        sure = max(probabilities)
        row = sums.setdefault(min(floor(sure * BINS), BINS - 1), [0, 0.0, 0])
        row[:] = (
            row[0] + 1,
            row[1] + sure,
            row[2] + (probabilities.index(sure) == label),
        )
    return Calibration(
        [
            Bin(place / BINS, (place + 1) / BINS, sure / n, Share(right, n))
            for place, (n, sure, right) in sorted(sums.items())
        ]
    )


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
    def answer(self) -> Share:
        return Share(self.answer_right, self.right + self.wrong)


def claims(chosen: Chosen) -> dict[bool, Claims]:
    """By whether the claim agreed with the answer."""
    claimed = chosen.answered().filter(claim__isnull=False).with_settled_label()
    rows = claimed.values_list("claim", "digit", "settled")
    counts = {True: Counter(), False: Counter()}
    for claim, answer, label, n in rows.annotate(n=Count("pk")):
        count = counts[claim == answer]
        if label is None:
            count["undecided"] += n
        else:
            count["right" if claim == label else "wrong"] += n
            count["answer_right"] += n * (answer == label)
    return {agreed: Claims(**count) for agreed, count in counts.items()}
