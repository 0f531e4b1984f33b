from django import template

from recognizer.deletion.forgetting import AffectedVersions, versions_made_with
from recognizer.models import Drawing

register = template.Library()


@register.simple_tag
def versions_of(drawings, drawing) -> AffectedVersions:
    """On the admin's two pages before a deletion: of several drawings, or of one."""
    if drawing:
        drawings = Drawing.objects.filter(pk=drawing.pk)
    return versions_made_with(drawings)
