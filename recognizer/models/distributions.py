"""How drawings and answers were spread, day by day, to see whether they drift."""

from django.db import models
from django.db.models import Q

from recognizer.models.base import AppendOnly
from recognizer.models.versions import ModelVersion


class Distribution(AppendOnly):
    """Counts of what a version was shown and answered on a day, or at validation.

    It names no drawing, and stays when drawings are deleted.
    """

    version = models.ForeignKey(ModelVersion, models.CASCADE)
    day = models.DateField(null=True, help_text="Of UTC; none is the validation.")
    n = models.PositiveIntegerField(help_text="How many answers were counted.")
    measures = models.JSONField(help_text="By name: the edges of bins, and counts.")

    class Meta:
        ordering = ("day", "version")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "version"], name="one_distribution_a_day"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(day=None),
                name="one_distribution_at_validation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}, {self.day or 'validation'}"
