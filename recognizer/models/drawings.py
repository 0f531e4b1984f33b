"""Drawings: a picture, what is said of it, and why it waits for review."""

import uuid

import numpy as np
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ml.preprocessing.ink import read_kept_ink
from recognizer.models.base import digit_constraint
from recognizer.models.choices import Digit, Reason, Source
from recognizer.models.queries import DrawingQuerySet
from recognizer.models.values import Shown, number_constraint, number_field, shown


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
