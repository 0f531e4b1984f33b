"""What the gate said of a version, and whether that is about the one that answers."""

from __future__ import annotations

from recognizer.models import ModelVersion
from recognizer.versions import predictor


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
