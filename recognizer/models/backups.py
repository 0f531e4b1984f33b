"""Backups that were made, for those who do not see where they lie."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Backup(models.Model):
    """A backup that is whole, until retention removes it."""

    name = models.CharField(max_length=100)
    place = models.CharField(max_length=500, help_text="A folder or a bucket.")
    made_at = models.DateTimeField(db_index=True, help_text="When it was begun.")
    took = models.DurationField()
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    is_encrypted = models.BooleanField()

    class Meta:
        ordering = ("-made_at",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @property
    def security(self) -> str:
        return "encrypted" if self.is_encrypted else "not encrypted"


class ForgottenDrawing(models.Model):
    """The id of a drawing that was deleted, and that older backups still hold."""

    drawing = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("at", "drawing")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.drawing)
