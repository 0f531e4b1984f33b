"""What a version's page shows besides its columns: state, scores, training, card."""

from typing import Any

from django.utils.safestring import mark_safe

from recognizer.models import ModelVersion, Training
from recognizer.versions.card_html import read_card
from recognizer.versions.promoted_versions import promoted_id
from recognizer.versions.promotion import (
    answering_version,
    gate_refusals,
    verdict_warning,
)
from recognizer.versions.scores import scores_of


def version_context(version: ModelVersion) -> dict[str, Any]:
    training = getattr(version, "training", None)
    answering = answering_version()
    return {
        "title": f"Version {version}",
        "subtitle": None,
        "answering": answering,
        "answers": version == answering,
        "promoted": version.pk == promoted_id(),
        "promotions": version.promotions.select_related("by"),
        "refusals": gate_refusals(version),
        "warning": verdict_warning(version),
        "scores": scores_of(version),
        "training": training,
        "drawings": drawings_of(training) if training else [],
        # A template of ours wrote it, and escaped what others had said.
        "report": mark_safe(training.report) if training else "",  # noqa: S308
        "card": read_card(version.card),
    }


def drawings_of(training: Training) -> list[tuple[str, list[str]]]:
    """What became of the labelled drawings, in words, and their ids."""
    sides = ("Trained", training.drawings), ("Judged", training.held_out)
    left_out = training.left_out.items()
    return [*sides, *((f"Left out: {why.rstrip('.')}", ids) for why, ids in left_out)]
