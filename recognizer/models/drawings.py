"""Drawings and what versions answered to them."""

import uuid
from typing import Self

import numpy as np
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from ml.inference.networks import NETWORKS, NOT_A_DIGIT
from ml.preprocessing.ink import read_kept_ink
from recognizer.models.base import AppendOnly, AppendOnlyQuerySet, digit_constraint
from recognizer.models.choices import Digit, Reason, Source
from recognizer.models.queries import DrawingQuerySet
from recognizer.models.values import Shown, number_constraint, number_field, shown
from recognizer.models.versions import ModelVersion


class Drawing(models.Model):
    """A picture somebody drew, as it came; its random id is all that finds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    picture = models.BinaryField(help_text="PNG, JPEG or WebP, without metadata.")
    owner = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Whose it is, opaquely."
    )
    claim = models.PositiveSmallIntegerField(
        choices=Digit, null=True, blank=True, help_text="What the visitor says it is."
    )
    label = models.PositiveSmallIntegerField(
        choices=Digit, null=True, blank=True, help_text="What staff confirm that it is."
    )
    claim_number = number_field("Of several digits, where the claim is a number.")
    label_number = number_field("Of several digits, where the label is a number.")
    labelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False
    )
    labelled_at = models.DateTimeField(null=True, editable=False)
    source = models.CharField(choices=Source, default=Source.API, max_length=6)
    audited = models.BooleanField(
        default=False, help_text="Chosen for review by chance, whatever the answer."
    )
    waits_for = models.PositiveSmallIntegerField(
        choices=Reason, null=True, editable=False, help_text="Why it is to be reviewed."
    )
    rank = models.FloatField(
        default=0, editable=False, help_text="The lower, the sooner, for one reason."
    )
    strokes = models.JSONField(
        null=True, blank=True, help_text="Where the pen went: strokes of points [x, y]."
    )
    picture_hash = models.CharField(
        max_length=32,
        default="",
        editable=False,
        help_text="The same for the same picture.",
    )
    tile_hash = models.CharField(
        max_length=32,
        default="",
        editable=False,
        help_text="The same for the same 28x28 tile.",
    )
    kept_once = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Whether its owner may have this picture only once.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # The answer that was given, in rows of with_answer().
    digit: int | None
    number: str | None
    confidence: float | None  # of the number, where there is one
    version: str | None
    # In rows that are shown_in_lists().
    several_digits: bool
    other_signs: bool

    objects = DrawingQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            digit_constraint("claim", "claim_is_a_class"),
            digit_constraint("label", "label_is_a_class"),
            # Not "beside" the class: the release before changes that one alone.
            number_constraint("claim_number", "claim_is_a_number"),
            number_constraint("label_number", "label_is_a_number"),
            models.CheckConstraint(
                condition=Q(label=None) | Q(labelled_at__isnull=False),
                name="a_label_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["owner", "picture_hash"],
                condition=Q(kept_once=True),
                name="one_picture_per_owner",
            ),
        )
        indexes = (
            models.Index(
                fields=["waits_for", "rank", "id"],
                condition=Q(waits_for__isnull=False),
                name="drawing_queue",
            ),
            models.Index(fields=["picture_hash"], name="drawing_picture"),
            models.Index(fields=["tile_hash"], name="drawing_tile"),
            models.Index(fields=["labelled_at"], name="drawing_labelled"),
            models.Index(
                fields=["created_at"], condition=Q(audited=True), name="drawing_audited"
            ),
            models.Index(fields=["-created_at", "source"], name="drawing_newest"),
            models.Index(fields=["owner", "-created_at"], name="drawing_owner"),
            models.Index(fields=["label", "-created_at"], name="drawing_label"),
            models.Index(fields=["claim", "-created_at"], name="drawing_claim"),
            models.Index(
                fields=["label_number", "-created_at"],
                condition=~Q(label_number=""),
                name="drawing_label_number",
            ),
            models.Index(
                fields=["claim_number", "-created_at"],
                condition=~Q(claim_number=""),
                name="drawing_claim_number",
            ),
        )

    def __str__(self) -> str:
        return f"Drawing {self.id}"

    @property
    def claim_value(self) -> Shown | None:
        """What the visitor says it is: a class, a number or nothing."""
        return shown(self.claim, self.claim_number)

    @property
    def label_value(self) -> Shown | None:
        """What staff confirm that it is: a class, a number or nothing."""
        return shown(self.label, self.label_number)

    @property
    def answer_value(self) -> Shown | None:
        """What was answered, in rows of with_answer(); None where nothing was."""
        return shown(self.digit, self.number or "")

    def ink(self) -> np.ndarray:
        """The ink, float32 (height, width), of a picture that was accepted once."""
        return read_kept_ink(bytes(self.picture))  # PostgreSQL gives a memoryview


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
