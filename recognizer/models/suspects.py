"""Labels that were found to be probably wrong, when the label doctor last looked."""

from django.db import models

from recognizer.models.choices import Digit
from recognizer.models.drawings import Drawing


class SuspectLabel(models.Model):
    """One of them; it goes with its drawing."""

    drawing = models.OneToOneField(Drawing, models.CASCADE, related_name="suspect")
    label = models.PositiveSmallIntegerField(choices=Digit)
    probably = models.PositiveSmallIntegerField(choices=Digit)
    confidence = models.FloatField(help_text="Of the version, in what it probably is.")
    average = models.FloatField(help_text="Of answers to what is labelled so.")
    version = models.CharField(max_length=100, help_text="A name.")

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.drawing_id}: {self.label}, probably {self.probably}"
