"""How often two reviewers say the same of the same drawing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, QuerySet

from recognizer.models import UNSETTLED, LabelChange, Shown, shown


@dataclass(frozen=True)
class Pair:
    """Two reviewers, by name, and the drawings that both have labelled."""

    first: str
    second: str
    both: int
    agree: int
    kappa: float | None  # None where both gave every drawing the same one label

    @property
    def share(self) -> float:
        return self.agree / self.both


def agreement(changes: QuerySet | None = None) -> list[Pair]:
    """Every pair of reviewers with drawings in common, those with the most first.

    A reviewer's opinion of a drawing is the last label that they gave it and that
    stands. A label that settles a dispute does not count: who set it has seen both
    sides; nor one that settles a doubtful import, where nobody had looked before.
    `changes`: the label changes that count, all by default.
    """
    changes = LabelChange.objects.all() if changes is None else changes
    tables: dict[tuple[int, int], Counter[tuple[Shown, Shown]]] = defaultdict(Counter)
    for labels in opinions(changes):
        for (first, label), (second, other) in combinations(sorted(labels.items()), 2):
            tables[first, second][label, other] += 1
    names = {user.pk: user.get_username() for user in get_user_model().objects.all()}
    pairs = [
        pair(names[first], names[second], table)
        for (first, second), table in tables.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.both, pair.first, pair.second))


def opinions(changes: QuerySet) -> Iterator[dict[int, Shown]]:
    """Of each drawing that several reviewers have labelled: their labels, by reviewer.

    Only these few rows are read; joining them in SQL, with themselves and with what
    undid them, took PostgreSQL a minute for 28,000 changes.
    """
    undone = LabelChange.objects.filter(undoes=OuterRef("pk"))
    several = (
        changes.order_by()
        .values("drawing")
        .annotate(reviewers=Count("by", distinct=True))
    )
    rows = (
        changes.filter(~Exists(undone), undoes=None)
        .filter(drawing__in=several.filter(reviewers__gt=1).values("drawing"))
        .exclude(waited_for__in=UNSETTLED)
        .order_by("drawing", "pk")
        .values_list("drawing", "by", "to_label", "to_number")
    )
    for _, group in groupby(rows.iterator(), itemgetter(0)):
        last = {by: shown(label, number) for _, by, label, number in group}
        yield {by: label for by, label in last.items() if label is not None}


def pair(first: str, second: str, table: Mapping[tuple[Shown, Shown], int]) -> Pair:
    both = sum(table.values())
    agree = sum(count for (label, other), count in table.items() if label == other)
    return Pair(first, second, both, agree, kappa(table))


def kappa(table: Mapping[tuple[Shown, Shown], int]) -> float | None:
    """Agreement beyond chance: 1 is perfect, 0 what chance would give.

    `table`: how many drawings have each pair of labels. Cohen (1960), "A coefficient
    of agreement for nominal scales", Educational and Psychological Measurement 20(1).
    """
    total = sum(table.values())
    firsts: Counter[Shown] = Counter()  # each reviewer's labels
    seconds: Counter[Shown] = Counter()
    for (label, other), count in table.items():
        firsts[label] += count
        seconds[other] += count
    observed = sum(count for (label, other), count in table.items() if label == other)
    chance = sum(firsts[label] * seconds[label] for label in firsts) / total
    return (observed - chance) / (total - chance) if chance < total else None
