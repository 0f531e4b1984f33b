"""What several models share: rows that never change, and columns that hold a class."""

from typing import NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone


def digit_constraint(field: str, name: str) -> models.CheckConstraint:
    """The column is empty or holds a class, 0 to 10."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (0, 10)}),
        name=name,
    )


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **_) -> NoReturn:
        raise TypeError(f"A {self.model._meta.verbose_name} never changes.")


class AppendOnly(models.Model):
    """A row that is written once: what it says was true when it was written."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError(f"A {self._meta.verbose_name} never changes.")
        super().save(*args, **kwargs)
