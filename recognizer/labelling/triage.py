"""Which drawings wait for review, why, and in which order."""

import random
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User

from ml.numbers.drawing_answer import DrawingAnswer
from recognizer.models import UNSETTLED, Digit, Drawing, Prediction, Reason, Shown

UNRANKED = 0.0  # of a reason whose drawings come in the order of their random ids


def is_audited() -> bool:
    """Choose by chance whether staff review this drawing."""
    return random.random() < settings.AUDIT_SHARE  # noqa: S311  # no secret


def margin(answer: DrawingAnswer | Prediction) -> float:
    """Return how far the likeliest class leads, or the number that was read.

    Of all other numbers together at least: each of them alone is less likely still.
    """
    if answer.number_confidence is not None:
        return max(0.0, 2 * answer.number_confidence - 1)
    second, first = sorted(answer.probabilities)[-2:]
    return first - second


def reason_and_rank(
    drawing: Drawing, answers: Sequence[DrawingAnswer | Prediction]
) -> tuple[Reason | None, float]:
    """Why an unlabelled drawing waits for review, if it does, and its rank there.

    `answers`: all versions' answers to it, the one that the visitor was given first.
    """
    if not answers:
        return Reason.UNSURE, UNRANKED
    given, *others = answers
    rank = margin(given)
    if drawing.claim_value not in (None, given.answer_value):
        return Reason.CLAIM, rank
    if any(other.answer_value != given.answer_value for other in others):
        return Reason.VERSIONS, rank
    in_doubt = given.several_digits and not given.number
    if rank < settings.UNSURE_MARGIN or in_doubt:
        return Reason.UNSURE, rank
    return (Reason.AUDIT if drawing.audited else None), UNRANKED


def reason_after_label(drawing: Drawing, value: Shown, by: User) -> Reason | None:
    """Why a drawing still waits for review, if it does, once `by` labels it so.

    `drawing` has the label and the reason from before.
    """
    if drawing.label is None or drawing.labelled_by == by:
        return Reason.SECOND if needs_second_opinion(drawing.pk, value) else None
    if drawing.waits_for in UNSETTLED or drawing.label_value == value:
        return None
    return Reason.DISPUTE


def needs_second_opinion(pk: UUID, value: Shown) -> bool:
    """True for 'not a digit', and for a fixed share of the others, chosen by id."""
    share = pk.int % 2**32 / 2**32
    return value == Digit.NOT_A_DIGIT or share < settings.SECOND_OPINION_SHARE


def set_reason_and_rank(drawing: Drawing) -> None:
    """Set why an unlabelled drawing waits, and its rank, by all that is known now."""
    given_first = sorted(
        drawing.predictions.all(),
        key=lambda prediction: (not prediction.given, prediction.pk),
    )
    drawing.waits_for, drawing.rank = reason_and_rank(drawing, given_first)
