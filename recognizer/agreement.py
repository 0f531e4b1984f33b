"""How often two reviewers say the same of the same drawing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, QuerySet

from recognizer.models import LabelChange, Reason


@dataclass(frozen=True)
class Pair:
    """Two reviewers, by name, and the drawings that both have labelled."""

    first: str
    second: str
    both: int
    agree: int
    kappa: float | None  # None where each has said one and the same of all

    @property
    def share(self) -> float:
        return self.agree / self.both


def agreement(changes: QuerySet | None = None) -> list[Pair]:
    """Every pair of reviewers with drawings in common, those with the most first.

    A reviewer's opinion of a drawing is the last label that they gave it and that
    stands. What settles a dispute is none: who settles it has seen both sides.
    `changes` says which label changes count, all by default.
    """
    changes = LabelChange.objects.all() if changes is None else changes
    tables = defaultdict(Counter)
    for first, second, one, other, count in common_labels(opinions(changes)):
        tables[first, second][one, other] += count
    names = {user.pk: user.get_username() for user in get_user_model().objects.all()}
    pairs = [
        pair(names[first], names[second], table)
        for (first, second), table in tables.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.both, pair.first, pair.second))


def opinions(changes: QuerySet) -> QuerySet:
    """The ids of the changes that are a reviewer's opinion of a drawing."""
    standing = changes.filter(undoes=None, undone_by=None)
    independent = standing.exclude(waited_for=Reason.DISPUTE)
    last = independent.values("drawing", "by").annotate(last=Max("pk"))
    return last.values("last")


def common_labels(opinions: QuerySet) -> QuerySet:
    """Who, who else, what each says, and of how many drawings; counted in SQL."""
    theirs = "drawing__label_changes"
    return (
        LabelChange.objects.filter(pk__in=opinions, to_label__isnull=False)
        .filter(
            **{
                f"{theirs}__in": opinions,
                f"{theirs}__by__gt": F("by"),
                f"{theirs}__to_label__isnull": False,
            }
        )
        .order_by()
        .values_list("by", f"{theirs}__by", "to_label", f"{theirs}__to_label")
        .annotate(drawings=Count("pk"))
    )


def pair(first: str, second: str, table: Mapping[tuple[int, int], int]) -> Pair:
    both = sum(table.values())
    agree = sum(count for (one, other), count in table.items() if one == other)
    return Pair(first, second, both, agree, kappa(table))


def kappa(table: Mapping[tuple[int, int], int]) -> float | None:
    """Agreement beyond chance: 1 is perfect, 0 what chance would give.

    `table`: how many drawings have each pair of labels. Cohen (1960), "A coefficient
    of agreement for nominal scales", Educational and Psychological Measurement 20(1).
    """
    total = sum(table.values())
    ours, theirs = Counter(), Counter()
    for (one, other), count in table.items():
        ours[one] += count
        theirs[other] += count
    observed = sum(count for (one, other), count in table.items() if one == other)
    chance = sum(ours[label] * theirs[label] for label in ours) / total
    return (observed - chance) / (total - chance) if chance < total else None
