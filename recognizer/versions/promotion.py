"""Which version answers: promotions, rollbacks, and what the gate said before."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.locks import wait_for_turn
from recognizer.models import ModelVersion, Promotion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.predictor import predictor


class NothingBefore(Exception):
    """No other version answered before the one that is promoted."""


class PromotedMeanwhile(Exception):
    """Another promotion came first; the message says of which version."""


def answering_version() -> ModelVersion | None:
    """The version that answers: of the newest promotion that can be loaded."""
    answering = predictor.answering_id()
    return ModelVersion.objects.get(pk=answering) if answering is not None else None


def newest_promotion() -> Promotion | None:
    """The promotion in force; whoever decides by it names it to promote()."""
    return Promotion.objects.select_related("version", "back_to").first()


def promote(
    version: ModelVersion,
    *,
    why: str,
    by: User | None = None,
    after: Promotion | None = None,
    back_to: Promotion | None = None,
) -> Promotion:
    """Let a version answer, in every process within a second.

    `after`: the promotion that was in force when this one was decided. Raises
    PromotedMeanwhile if it is no longer, and BadVersion (ml.inference.classifier) if
    the version's file cannot be loaded.
    """
    classifier = load_classifier(version)
    promotion = Promotion(version=version, why=why, by=by, back_to=back_to)
    _save(promotion, after)
    predictor.adopt(version, classifier)
    return promotion


@transaction.atomic
def _save(promotion: Promotion, after: Promotion | None) -> None:
    wait_for_turn("promote")
    newest = newest_promotion()
    if after and newest != after:
        version = newest and newest.version
        raise PromotedMeanwhile(f"Another promotion came first: of {version}.")
    promotion.save()


def roll_back(
    *, why: str, by: User | None = None, after: Promotion | None = None
) -> Promotion:
    """Promote the version of rollback_target() again.

    Of several rollbacks at once, one is done. Raises NothingBefore, PromotedMeanwhile,
    and BadVersion if the version cannot be loaded.
    """
    after = after or newest_promotion()
    back_to = rollback_target(after)
    return promote(back_to.version, why=why, by=by, after=after, back_to=back_to)


def rollback_target(newest: Promotion | None) -> Promotion:
    """The last promotion of another version before the one that is in force.

    After a rollback the promotion in force is the one that it went back to. So one
    rollback after another leads step by step back to the first promotion, and never
    forward again. Raises NothingBefore.
    """
    if newest:
        in_force = newest.back_to or newest
        earlier = Promotion.objects.filter(pk__lt=in_force.pk)
        if before := earlier.exclude(version=newest.version).first():
            return before.back_to or before
    raise NothingBefore("No other version has answered before.")


def gate_refusals(version: ModelVersion) -> list[str]:
    """Why the gate refused the version, in sentences.

    Empty if the gate allowed it, and for a version that ships: no gate judged it.
    """
    training = getattr(version, "training", None)
    return training.refusals if training else []


def verdict_warning(version: ModelVersion) -> str:
    """A warning if no gate compared the version with the one that answers; or ""."""
    if not hasattr(version, "training"):
        return f"The gate never judged {version}: it came with the site."
    answering = answering_version()
    if answering in (version, version.parent):
        return ""
    return (
        f"{version} was judged against {version.parent}, not against {answering}, "
        "which answers now."
    )
