"""Which drawings' labels are probably wrong, and why, by ml.metrics.confident_learning.

The answer that a visitor was given came before any label, so its version had not
trained on the drawing. (What was imported may be of the data that it trained on.)

Classes alone are examined. A label that is a number is no class: it is neither suspect
nor does it count for 'not a digit'. A class that was read as a number may be suspect.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

import numpy as np
from django.db.models import Avg, Count, Exists

from ml.metrics.confident_learning import mean_confidence, self_confidence, suspects
from recognizer.formatting import whole
from recognizer.labelling.second_opinions import confirmations
from recognizer.models import LABEL_IS_ANSWER, Digit, Drawing, DrawingQuerySet
from recognizer.models.values import is_any_number

MOST = 50  # shown unless more are asked for


@dataclass(frozen=True)
class Suspect:
    """A label that is probably wrong."""

    id: UUID
    label: int
    probably: int
    confidence: float  # of the version, in what it probably is
    average: float  # of answers to drawings that are labelled so
    version: str
    number: str = ""  # what it was read as, where that is a number

    @property
    def reason(self) -> str:
        label, probably = Digit(self.label).label, Digit(self.probably).label
        if self.number:
            return f"labelled {label}, read as {self.number} by {self.version}"
        return (
            f"labelled {label}, read as {probably} with {whole(self.confidence)} by "
            f"{self.version}; what is labelled {probably} has {whole(self.average)} on "
            "average"
        )

    def as_dict(self) -> dict:
        return asdict(self) | {"id": str(self.id), "reason": self.reason}


@dataclass(frozen=True)
class Doubted:
    """Settled labels that are not the answer, column by column."""

    ids: list[UUID]
    labels: np.ndarray  # int64 (n,)
    probabilities: np.ndarray  # float32 (n, 11), NaN where a version has no such class
    versions: list[str]
    numbers: list[str]  # that were read, or ""
    confirmed: np.ndarray  # bool (n,)


def examine(limit: int = MOST) -> list[Suspect]:
    """The labels that are most probably wrong, the worst first.

    A label that equals the answer is never suspect: of those the database gives only
    sums, so memory grows with the doubted labels alone. A label that somebody has
    confirmed counts in the averages but is not listed.
    """
    doubted = doubted_labels()
    sums, counts = self_confidence(doubted.probabilities, doubted.labels)
    for label, n, average in confirmed_by_the_answer():
        sums[label] += n * average
        counts[label] += n
    averages = mean_confidence(sums, counts)
    suspect = suspects(doubted.probabilities, doubted.labels, averages)
    pairs = zip(suspect.rows.tolist(), suspect.classes.tolist(), strict=True)
    return [
        Suspect(
            id=doubted.ids[row],
            label=int(doubted.labels[row]),
            probably=probably,
            confidence=round(float(doubted.probabilities[row, probably]), 6),
            average=round(float(averages[probably]), 6),
            version=doubted.versions[row],
            number=doubted.numbers[row],
        )
        for row, probably in pairs
        if not doubted.confirmed[row]
    ][:limit]


def labelled_with_classes() -> DrawingQuerySet:
    is_number = is_any_number("label", "label_number")
    return Drawing.objects.labelled().with_answer().exclude(is_number)


def confirmed_by_the_answer() -> list[tuple[int, int, float]]:
    """Of drawings whose label is the given answer: label, number, mean confidence."""
    rows = labelled_with_classes().filter(LABEL_IS_ANSWER)
    rows = rows.order_by().values_list("label")
    return list(rows.annotate(n=Count("pk"), average=Avg("confidence")))


def doubted_labels() -> Doubted:
    """Settled labels that differ from the given answer.

    One is confirmed if a second reviewer agreed, or its own reviewer looked again.
    """
    rows = labelled_with_classes().order_by("pk")
    rows = rows.exclude(LABEL_IS_ANSWER).filter(digit__isnull=False)
    confirmation = Exists(confirmations(own=True))
    rows = rows.annotate(confirmed=confirmation).values_list(
        "pk", "label", "given__probabilities", "version", "number", "confirmed"
    )
    ids, labels, probabilities, versions = [], [], [], []
    numbers, confirmed = [], []
    for row in rows.iterator(chunk_size=2000):
        pk, label, given, version, number, is_confirmed = row
        ids.append(pk)
        labels.append(label)
        probabilities.append(with_all_classes(given))
        versions.append(version)
        numbers.append(number)
        confirmed.append(is_confirmed)
    return Doubted(
        ids,
        np.array(labels, np.int64),
        np.array(probabilities, np.float32).reshape(-1, len(Digit)),
        versions,
        numbers,
        np.array(confirmed, bool),
    )


def with_all_classes(probabilities: list[float]) -> np.ndarray:
    """Float32 (11,); NaN for the eleventh class of a version that has ten."""
    row = np.full(len(Digit), np.nan, np.float32)
    row[: len(probabilities)] = probabilities
    return row
