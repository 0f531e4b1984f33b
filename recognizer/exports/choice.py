"""Which drawings somebody wants exported: by day of the label, by the version."""

from datetime import date

from recognizer.models import Drawing, DrawingQuerySet, ModelVersion


def chosen(
    since: date | None = None,
    until: date | None = None,
    answered_by: ModelVersion | None = None,
) -> DrawingQuerySet:
    """Drawings labelled in those days, as UTC has them; None is no limit.

    With `answered_by`, those of which the visitor was given this version's answer.
    """
    drawings = Drawing.objects.all()
    if since:
        drawings = drawings.filter(labelled_at__date__gte=since)
    if until:
        drawings = drawings.filter(labelled_at__date__lte=until)
    if answered_by:
        drawings = drawings.filter(
            predictions__version=answered_by, predictions__given=True
        )
    return drawings
