"""Which drawings wait for review, why, and in which order."""

import random
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from recognizer.models import Digit, Drawing, Reason

FIRST = 0.0  # of a reason whose drawings come in no order but their random ids'


def is_audited() -> bool:
    """By chance alone, so that accuracy can be estimated without bias."""
    return random.random() < settings.AUDIT_SHARE


def margin(probabilities: Sequence[float]) -> float:
    """Between the likeliest class and the next, 0..1: small where it is in doubt."""
    second, first = sorted(probabilities)[-2:]
    return first - second


def before_a_label(drawing: Drawing, answers: Sequence) -> tuple[Reason | None, float]:
    """Why a drawing without a label waits, and its rank; `answers`: the given first."""
    if not answers:
        return Reason.UNSURE, FIRST
    given, *others = answers
    doubt = margin(given.probabilities)
    if drawing.claim not in (None, given.digit):
        return Reason.CLAIM, doubt
    if any(other.digit != given.digit for other in others):
        return Reason.VERSIONS, doubt
    if doubt < settings.UNSURE_MARGIN:
        return Reason.UNSURE, doubt
    return (Reason.AUDIT if drawing.audited else None), FIRST


def after_a_label(drawing: Drawing, digit: int, by) -> Reason | None:
    """Why a drawing that `by` labels `digit` waits on; `drawing` is as before."""
    if drawing.label is None or drawing.labelled_by == by:
        return Reason.SECOND if needs_second_opinion(drawing.pk, digit) else None
    if drawing.waits_for == Reason.DISPUTE or drawing.label == digit:
        return None
    return Reason.DISPUTE


def needs_second_opinion(pk: UUID, digit: int) -> bool:
    """Always for 'not a digit', else for a share by the random id: never drawn anew."""
    share = pk.int % 2**32 / 2**32
    return digit == Digit.NOT_A_DIGIT or share < settings.SECOND_OPINION_SHARE


def triage(drawing: Drawing) -> None:
    """Decide anew whether and why a drawing without a label waits."""
    answers = sorted(drawing.predictions.all(), key=lambda one: (not one.given, one.pk))
    drawing.waits_for, drawing.rank = before_a_label(drawing, answers)
