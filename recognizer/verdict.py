"""What the gate said of a version."""

from __future__ import annotations

from recognizer.models import ModelVersion


def refusals(version: ModelVersion) -> list[str]:
    """Why the gate refused it, in sentences; one that ships was never asked about."""
    training = getattr(version, "training", None)
    return training.refusals if training else []
