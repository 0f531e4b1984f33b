"""Who holds which lock; recognizer/locks.py takes, renews and releases them."""

from django.db import models
from django.db.models.functions import Now


class Lock(models.Model):
    """A name that one run holds until it expires, by the database's clock."""

    name = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=200, help_text="Machine and process.")
    fence = models.PositiveBigIntegerField(
        default=0, help_text="Counts who has held it; an earlier one holds it no more."
    )
    expires_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.name}, {self.fence}: {self.holder}"
