"""Which version answers: promotions, the way back, and what the gate said before."""

from __future__ import annotations

from django.contrib.auth.models import User

from recognizer.models import ModelVersion, Promotion
from recognizer.versions import predictor


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
    classifier = predictor.load(version)
    promotion = Promotion.objects.create(
        version=version, why=why, by=by, back_to=back_to
    )
    predictor.adopt(version, classifier)
    return promotion


class NothingBefore(Exception):
    """No other version answered before the one that is promoted."""


def roll_back(*, why: str, by: User | None = None) -> Promotion:
    """Let the version answer again that way_back() finds.

    Raises NothingBefore, and BadVersion if it cannot be loaded.
    """
    back_to = way_back()
    return promote(back_to.version, why=why, by=by, back_to=back_to)


def way_back() -> Promotion:
    """The newest promotion of another version before the one that is in force.

    After a rollback that is the one it went back to, so that one rollback after another
    leads to the first promotion, and none forward again. Raises NothingBefore.
    """
    if newest := Promotion.objects.first():
        in_force = newest.back_to or newest
        earlier = Promotion.objects.filter(pk__lt=in_force.pk)
        if before := earlier.exclude(version=newest.version).first():
            return before.back_to or before
    raise NothingBefore("No other version has answered before.")


def refusals(version: ModelVersion) -> list[str]:
    """Why the gate refused it, in sentences; one that ships was never asked about."""
    training = getattr(version, "training", None)
    return training.refusals if training else []


def judged_otherwise(version: ModelVersion) -> str:
    """A sentence where it was judged against another than answers now; '' elsewhere."""
    answers = ModelVersion.objects.filter(pk=predictor.promoted_id()).first()
    if not hasattr(version, "training") or answers in (version, version.parent):
        return ""
    return (
        f"{version} was judged against {version.parent}, not against {answers}, which "
        "answers now."
    )
