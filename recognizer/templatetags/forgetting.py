"""Which versions a deletion touches, and where what is deleted lives on a while."""

from typing import Any

from django import template

from recognizer.deletion.forgetting import (
    AffectedVersions,
    kept_in_backups,
    versions_made_with,
)
from recognizer.models import Drawing, DrawingQuerySet

register = template.Library()
register.simple_tag(kept_in_backups)


@register.simple_tag
def versions_of(drawings: DrawingQuerySet, drawing: Any) -> AffectedVersions:
    """Of one drawing where its page asks, else of the several that the list chose."""
    if drawing:
        drawings = Drawing.objects.filter(pk=drawing.pk)
    return versions_made_with(drawings)
