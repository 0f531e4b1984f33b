"""Which version answers: promotions, rollbacks, and what the gate said before."""

from __future__ import annotations

from django.contrib.auth.models import User

from recognizer.models import ModelVersion, Promotion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.predictor import predictor


class NothingBefore(Exception):
    """No other version answered before the one that is promoted."""


def promoted_version() -> ModelVersion | None:
    """The version that was promoted last; None on a site without any promotion."""
    return ModelVersion.objects.filter(pk=predictor.promoted_id()).first()


def promote(
    version: ModelVersion,
    *,
    why: str,
    by: User | None = None,
    back_to: Promotion | None = None,
) -> Promotion:
    """Let a version answer, in every process within a second.

    Raises BadVersion (ml.inference.classifier) if its file cannot be loaded.
    """
    classifier = load_classifier(version)
    promotion = Promotion.objects.create(
        version=version, why=why, by=by, back_to=back_to
    )
    predictor.adopt(version, classifier)
    return promotion


def roll_back(*, why: str, by: User | None = None) -> Promotion:
    """Promote the version of rollback_target() again.

    Raises NothingBefore, and BadVersion if the version cannot be loaded.
    """
    back_to = rollback_target()
    return promote(back_to.version, why=why, by=by, back_to=back_to)


def rollback_target() -> Promotion:
    """The last promotion of another version before the one that is in force.

    After a rollback the promotion in force is the one that it went back to. So one
    rollback after another leads step by step back to the first promotion, and never
    forward again. Raises NothingBefore.
    """
    if newest := Promotion.objects.first():
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


def outdated_verdict(version: ModelVersion) -> str:
    """A warning if the gate compared it with another version than answers now.

    Empty if it was compared with the version that answers, and for one that ships.
    """
    answering = promoted_version()
    if not hasattr(version, "training") or answering in (version, version.parent):
        return ""
    return (
        f"{version} was judged against {version.parent}, not against {answering}, "
        "which answers now."
    )
