"""Whether an answer's confidence says how often it is right, by the settled labels."""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Value
from django.db.models.functions import Floor, Least

from ml.metrics.calibration import mean_gap
from recognizer.models import LABEL_IS_ANSWER
from recognizer.statistics.scope import Proportion, Scope

BINS = 10  # of the confidence, equally wide


@dataclass(frozen=True)
class ConfidenceBin:
    """Answers of about the same confidence."""

    low: float
    high: float
    confidence: float  # their mean
    accuracy: Proportion


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
    """Of the answers, on the audit share with a settled label."""
    audited = scope.answered().labelled().filter(audited=True)
    index = Least(Floor(F("confidence") * BINS), Value(BINS - 1.0))
    rows = audited.annotate(index=index).order_by("index").values_list("index")
    rows = rows.annotate(
        n=Count("pk"), mean=Avg("confidence"), right=Count("pk", LABEL_IS_ANSWER)
    )
    return Calibration(
        [
            ConfidenceBin(index / BINS, (index + 1) / BINS, mean, Proportion(right, n))
            for index, n, mean, right in rows
        ]
    )
