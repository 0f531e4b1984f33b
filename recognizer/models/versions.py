"""Versions of the network: what they are, how they came about, which one answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from recognizer.models.base import AppendOnly


class ModelVersion(AppendOnly):
    """What a version is and how it came about; its files are a row of their own."""

    name = models.CharField(max_length=60, unique=True)
    network = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the file.")
    temperature = models.FloatField(default=1.0)
    threshold = models.FloatField(
        default=0.5, help_text="Not a digit from this probability on."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    seed = models.IntegerField(null=True)
    recipe = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    card = models.TextField(blank=True)

    class Meta:
        verbose_name = "version"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(temperature__gt=0), name="temperature_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(threshold__range=(0, 1)), name="threshold_is_a_share"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ModelFiles(AppendOnly):
    """A version's two files, a megabyte each: no list of versions reads them."""

    version = models.OneToOneField(
        ModelVersion, models.CASCADE, primary_key=True, related_name="files"
    )
    litert = models.BinaryField(help_text="The file that answers.")
    weights = models.BinaryField(help_text="Keras weights, to train on from.")

    def __str__(self) -> str:
        return f"Files of {self.version}"


class Training(AppendOnly):
    """What made a fine-tuned version, and what the gate said of it."""

    version = models.OneToOneField(
        ModelVersion, models.CASCADE, primary_key=True, related_name="training"
    )
    drawings = models.JSONField(help_text="Ids of the drawings that trained.")
    held_out = models.JSONField(help_text="Ids of the drawings that judged.")
    left_out = models.JSONField(help_text="Ids of the others, by the reason.")
    sha256 = models.CharField(max_length=64, help_text="Of drawings and labels.")
    refusals = models.JSONField(help_text="Why it may not be promoted, in sentences.")
    curve = models.JSONField(help_text="Loss and held-out accuracy by step.")
    libraries = models.JSONField(help_text="Their versions.")
    report = models.TextField(help_text="HTML.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        verbose_name = "training"

    def __str__(self) -> str:
        return f"Training of {self.version}"


class Promotion(AppendOnly):
    """The newest promotion names the version that answers."""

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="promotions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    why = models.TextField()
    back_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Of a rollback: the promotion that it went back to.",
    )

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.version} promoted"
