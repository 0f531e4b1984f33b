"""What each version scored when it was made, as its card or its training keeps it."""

from functools import lru_cache

from django.db.models import FloatField, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from ml.inference.version_files import read_front_matter
from recognizer.models import ModelVersion

# Sets of drawings or tiles that measure versions; those held out differ by fine-tune.
HELD_OUT, FIXED, MNIST = "held-out drawings", "fixed hold-out", "MNIST's test digits"
PEOPLE = "people's drawings"
HELD_OUT_NUMBERS = "held-out numbers"  # whole: right if all their digits are
Figures = dict  # of ml.metrics.statistics.accuracy_figures, at least


def scores_of(version: ModelVersion) -> dict[str, Figures]:
    """Its accuracy by the name of the set; of sets that it was trained on, none.

    A version that ships has met the fixed hold-out when its children were judged.
    """
    if version.parent_id:
        return {name: figures["after"] for name, figures in version.scores.items()}
    scores = _scores_on_card(version.card)
    judged_with = (child.scores.get(FIXED) for child in version.children.all())
    if figures := next(filter(None, judged_with), None):
        scores = scores | {FIXED: figures["before"]}
    return scores


def paired_scores(
    version: ModelVersion, other: ModelVersion
) -> dict[str, tuple[Figures, Figures, int, int]]:
    """What both were measured on together, where one was judged against the other.

    By the set: the figures of `other` and of `version`, how many `version` alone reads
    right, and how many `other` alone.
    """
    if version.parent_id == other.pk:
        return {
            name: (row["before"], row["after"], row["fixed"], row["broken"])
            for name, row in version.scores.items()
        }
    if other.parent_id == version.pk:
        return {
            name: (row["after"], row["before"], row["broken"], row["fixed"])
            for name, row in other.scores.items()
        }
    return {}


@lru_cache(maxsize=32)
def _scores_on_card(card: str) -> dict[str, Figures]:
    """Of a version that ships."""
    if not card:
        return {}
    facts = read_front_matter(card)["digitsite"]
    evaluation, scores = facts.get("evaluation", {}), {}
    if "mnist" in evaluation and "mnist_test" in facts["scores"]:  # else it trained it
        scores[MNIST] = evaluation["mnist"]
    if "digits" in evaluation:
        scores[PEOPLE] = evaluation["digits"]["first"]
    return scores


def mnist_score() -> Combinable:
    """A version's accuracy on MNIST's test digits, to sort versions by."""
    shipped = Cast(KeyTextTransform("mnist_test", "scores"), FloatField())
    return Coalesce(shipped, _accuracy(MNIST, "after"))


def fixed_score() -> Combinable:
    """A version's accuracy on the fixed hold-out, to sort versions by."""
    children = ModelVersion.objects.filter(parent=OuterRef("pk"))
    children = children.annotate(score=_accuracy(FIXED, "before"))
    of_parent = children.filter(score__isnull=False).values("score")[:1]
    return Coalesce(_accuracy(FIXED, "after"), Subquery(of_parent))


def _accuracy(name: str, side: str) -> Cast:
    figures = KeyTransform(side, KeyTransform(name, "scores"))
    return Cast(KeyTextTransform("accuracy", figures), FloatField())
