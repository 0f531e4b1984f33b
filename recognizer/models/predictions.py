"""What versions answered to drawings, and were given to visitors or not."""

from typing import Self

import numpy as np
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from ml.inference.networks import NETWORKS, NOT_A_DIGIT
from recognizer.models.base import AppendOnly, AppendOnlyQuerySet, digit_constraint
from recognizer.models.choices import Digit
from recognizer.models.drawings import Drawing
from recognizer.models.values import Shown, number_constraint, number_field
from recognizer.models.versions import ModelVersion

LISTED = (  # all that the API's lists say of an answer
    "digit",
    "confidence",
    "probabilities",
    "several_digits",
    "other_signs",
    "number",
    "number_confidence",
    "parts",
    "created_at",
    "drawing__claim",
    "drawing__claim_number",
    "drawing__created_at",
    "version__name",
    "version__threshold",
)


class PredictionQuerySet(AppendOnlyQuerySet):
    def given(self) -> Self:
        """The answers that were given, with drawings and versions."""
        return self.filter(given=True).select_related("drawing", "version")

    def given_to(self, owner: str) -> Self:
        """The answers that an owner was given, with drawings and versions."""
        return self.given().filter(drawing__owner=owner) if owner else self.none()

    def shown_in_lists(self) -> Self:
        """With what lists say of an answer alone: no picture, no version's card."""
        return self.only(*LISTED)


class Prediction(AppendOnly):
    """One version's answer to one drawing."""

    drawing = models.ForeignKey(
        Drawing,
        models.CASCADE,
        related_name="predictions",
        db_index=False,  # one_answer_per_version begins with it
    )
    version = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="predictions"
    )
    digit = models.PositiveSmallIntegerField(choices=Digit)
    confidence = models.FloatField()
    probabilities = models.JSONField(help_text="One number per class.")
    given = models.BooleanField(
        default=False, help_text="Whether the visitor was told so."
    )
    several_digits = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether its parts are digits, where it is none.",
    )
    other_signs = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether something else stands among its digits.",
    )
    number = number_field("Of several digits, where it is read.")
    number_confidence = models.FloatField(
        null=True, blank=True, help_text="The probability of the whole number."
    )
    parts = models.JSONField(
        null=True,
        blank=True,
        help_text="Of a number: each digit, its confidence, its box in the picture.",
    )
    is_repeat = False  # true where recognise() finds that this was given before

    objects = PredictionQuerySet.as_manager()  # type: ignore[misc]  # not the base's

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["drawing", "version"], name="one_answer_per_version"
            ),
            models.UniqueConstraint(
                fields=["drawing"], condition=Q(given=True), name="one_answer_is_given"
            ),
            digit_constraint("digit", "answer_is_a_class"),
            models.CheckConstraint(
                condition=Q(confidence__range=(0, 1)), name="confidence_is_a_share"
            ),
            number_constraint("number", "answer_is_a_number", beside="digit"),
            models.CheckConstraint(
                condition=Q(
                    number="", number_confidence__isnull=True, parts__isnull=True
                )
                | Q(
                    ~Q(number=""),
                    number_confidence__isnull=False,
                    number_confidence__range=(0, 1),
                    parts__isnull=False,
                    several_digits=True,
                ),
                name="a_number_has_parts",
            ),
        )
        indexes = (
            models.Index(fields=["digit", "confidence"], name="answer_surety"),
            # Lists of all visitors' answers of one digit or version, in the API.
            models.Index(
                fields=["digit", "-created_at"],
                condition=Q(given=True),
                name="given_digit",
            ),
            models.Index(
                fields=["version", "-created_at"],
                condition=Q(given=True),
                name="given_version",
            ),
            # All that with_answer() asks for: the queue's filters read no more.
            models.Index(
                fields=[
                    "drawing",
                    "digit",
                    "confidence",
                    "version",
                    "number",
                    "number_confidence",
                ],
                condition=Q(given=True),
                name="given_reading",
            ),
            models.Index(
                fields=["number", "-created_at"],
                condition=Q(given=True) & ~Q(number=""),
                name="given_number",
            ),
            # All numbers, the newest first: the one above has them number by number.
            models.Index(
                fields=["-created_at"],
                condition=Q(given=True) & ~Q(number=""),
                name="given_number_newest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number or self.get_digit_display()} by {self.version}"

    @property
    def answer_value(self) -> Shown:
        """A class, or a number such as "42"."""
        return self.number or self.digit

    @property
    def answer_confidence(self) -> float:
        """The probability of what was answered, as its version would say it now."""
        if self.number_confidence is not None:
            return self.number_confidence
        return max(self.shifted_probabilities())

    @property
    def is_unshifted(self) -> bool:
        """Whether another class is likelier than the answer.

        Until 2026-11-26 'not a digit' was answered from its version's threshold on,
        whatever was likelier. Now the threshold shifts that class's probability, and
        the likeliest class is the answer. What was kept never changes. A number's
        probabilities are of the whole as one digit, which it may look like.
        """
        return not self.number and self.confidence < max(self.probabilities)

    def shifted_probabilities(self) -> list[float]:
        """One number per class, as its version would answer now."""
        if not self.is_unshifted:
            return self.probabilities
        shares = np.array(self.probabilities)
        shares[NOT_A_DIGIT:] *= 1 / self.version.threshold - 1
        return (shares / shares.sum()).tolist()

    @cached_property
    def tile(self) -> np.ndarray:
        """What the version's network saw: float32 (side, side), made again."""
        return NETWORKS[self.version.network].prepare(self.drawing.ink())
