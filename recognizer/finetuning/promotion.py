"""Whether a candidate that is kept as a version answers from now on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import User

from ml.metrics.gate import Verdict
from recognizer.models import ModelVersion
from recognizer.versions.promotion import (
    PromotedMeanwhile,
    answering_version,
    newest_promotion,
    promote,
)


class Ending(Enum):
    """How a fine-tune ends."""

    PROMOTED = "promoted"
    ALLOWED = "it may be promoted"
    NOT_PROMOTED = "it may not"


@dataclass(frozen=True)
class Decision:
    """The ending, and what there is to say of it."""

    ending: Ending
    sentence: str = ""


def promote_if_allowed(
    version: ModelVersion,
    verdict: Verdict,
    *,
    wanted: bool,
    force: str = "",
    by: User | None,
) -> Decision:
    """Promote what the gate allows and is `wanted`, or what is forced.

    `force`: why it is to answer against the gate. Nothing is promoted that was judged
    against another version than answers now.
    """
    newest, answering = newest_promotion(), answering_version()
    if answering != version.parent:
        judged = f"judged against {version.parent}"
        return _not_promoted(f"{judged}, but {answering} answers now.")
    if verdict.allowed and not wanted:
        return Decision(Ending.ALLOWED)
    if not verdict.allowed and not force:
        return Decision(Ending.NOT_PROMOTED)
    why = "The gate allowed it." if verdict.allowed else f"Forced: {force}"
    try:
        promote(version, why=why, by=by, after=newest)
    except PromotedMeanwhile as error:
        return _not_promoted(str(error))
    against = "" if verdict.allowed else " against the gate"
    return Decision(Ending.PROMOTED, f"Promoted {version}{against}.")


def _not_promoted(why: str) -> Decision:
    return Decision(Ending.NOT_PROMOTED, f"Not promoted: {why}")
