"""Drawings and what versions answered to them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone
from django.utils.functional import cached_property

from ml.inference.networks import NETWORKS
from ml.preprocessing.ink import read_kept_ink
from recognizer.models.base import AppendOnly, digit_constraint
from recognizer.models.versions import ModelVersion

PAGE = 1000  # ids read at a time


class Digit(models.IntegerChoices):
    """An answer in words; 10 is 'not a digit', `null` in the API."""

    ZERO = 0, "Zero"
    ONE = 1, "One"
    TWO = 2, "Two"
    THREE = 3, "Three"
    FOUR = 4, "Four"
    FIVE = 5, "Five"
    SIX = 6, "Six"
    SEVEN = 7, "Seven"
    EIGHT = 8, "Eight"
    NINE = 9, "Nine"
    NOT_A_DIGIT = 10, "Not a digit"


class Reason(models.IntegerChoices):
    """Why a drawing waits for review; the lower the number, the sooner."""

    DISPUTE = 1, "Reviewers disagree"
    CLAIM = 2, "The visitor disagrees"
    VERSIONS = 3, "Versions disagree"
    UNSURE = 4, "The network is unsure"
    SECOND = 5, "Second opinion"
    AUDIT = 6, "Audit"


class Source(models.TextChoices):
    """Where a drawing came from."""

    PAGE = "page", "Page"
    API = "api", "API"
    IMPORT = "import", "Import"


class DrawingQuerySet(models.QuerySet):
    def owned_by(self, owner):
        return self.filter(owner=owner) if owner else self.none()

    def with_answer(self):
        """Add the answer that was given: `digit`, `confidence` and `version`."""
        given = models.FilteredRelation(
            "predictions", condition=Q(predictions__given=True)
        )
        return self.annotate(given=given).annotate(
            digit=F("given__digit"),
            confidence=F("given__confidence"),
            version=F("given__version__name"),
        )

    def labelled(self):
        """Those that train: confirmed by staff who do not disagree."""
        return self.filter(label__isnull=False).exclude(waits_for=Reason.DISPUTE)

    def with_settled_label(self):
        """Add `settled`: the label, or None where reviewers disagree about it."""
        disputed = When(waits_for=Reason.DISPUTE, then=None)
        return self.annotate(settled=Case(disputed, default=F("label")))

    def twins_of(self, drawing):
        """Others whose picture is byte-identical, or whose tile is the same."""
        same_picture = Q(picture_hash=drawing.picture_hash) & ~Q(picture_hash="")
        same_tile = Q(tile_hash=drawing.tile_hash) & ~Q(tile_hash="")
        return self.filter(same_picture | same_tile).exclude(pk=drawing.pk)

    def distinct_tiles(self):
        """One of these for each tile: of twins, the one that was labelled last."""
        text = models.TextField()
        tile = Case(
            When(tile_hash="", then=Cast("pk", text)),  # nobody else has it
            default=F("tile_hash"),
            output_field=text,
        )
        latest = (F("labelled_at").desc(nulls_last=True), "pk")
        place = Window(RowNumber(), partition_by=tile, order_by=latest)
        places = self.order_by().annotate(place=place)
        return self.filter(pk__in=places.filter(place=1).values("pk"))

    def told_to(self, reviewer):
        """Without those of which this reviewer is asked for a second opinion."""
        return self.filter(Q(labelled_by=reviewer) | ~Q(waits_for=Reason.SECOND))

    def waiting(self, reviewer=None):
        """The queue, in its order; nobody is asked about a label of their own.

        Of a disputed drawing that is the last one: whoever said otherwise before is
        asked again, and may settle it.
        """
        queue = self.filter(waits_for__isnull=False)
        if reviewer:
            queue = queue.exclude(labelled_by=reviewer)
        return queue.order_by("waits_for", "rank", "pk")

    def drawn_beyond(self, moment, pk, *, newest_first=False):
        """What follows a place in the order of created_at, then pk."""
        there, on = ("lte", "lt") if newest_first else ("gte", "gt")
        same_moment = Q(created_at=moment, pk__gt=pk)
        # The first condition adds nothing, but is the one that an index knows.
        return self.filter(
            Q(**{f"created_at__{there}": moment}),
            Q(**{f"created_at__{on}": moment}) | same_moment,
        )

    def id_pages(self):
        """Lists of at most PAGE ids, the oldest drawing first.

        Each page begins where the one before ended, whatever has changed there since.
        """
        rest = ordered = self.order_by("created_at", "pk")
        while page := list(rest.values_list("created_at", "pk")[:PAGE]):
            yield [pk for _, pk in page]
            rest = ordered.drawn_beyond(*page[-1])


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
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DrawingQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            digit_constraint("claim", "claim_is_a_class"),
            digit_constraint("label", "label_is_a_class"),
            models.CheckConstraint(
                condition=Q(label=None) | Q(labelled_at__isnull=False),
                name="a_label_has_a_time",
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
        )

    def __str__(self):
        return f"Drawing {self.id}"

    def ink(self):
        """The ink, float32 (height, width), of a picture that was accepted once."""
        return read_kept_ink(bytes(self.picture))  # PostgreSQL gives a memoryview


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
        )
        indexes = (
            models.Index(fields=["digit", "confidence"], name="answer_surety"),
            # All that with_answer() asks for: the queue's filters read no more.
            models.Index(
                fields=["drawing", "digit", "confidence", "version"],
                condition=Q(given=True),
                name="given_answer",
            ),
        )

    def __str__(self):
        return f"{self.get_digit_display()} by {self.version}"

    @cached_property
    def tile(self):
        """What the version's network saw: float32 (side, side), made again."""
        return NETWORKS[self.version.network].prepare(self.drawing.ink())
