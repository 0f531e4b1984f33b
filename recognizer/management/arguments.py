"""What commands are given, as what it stands for."""

from datetime import datetime

from django.core.management.base import CommandError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware

from recognizer.models import ModelVersion

SHOWN = 20  # names in an error


def find_version(name: str) -> ModelVersion:
    """The version of that name or number, 2 for v0002. Raises CommandError."""
    wanted = f"v{int(name):04}" if name.isdigit() else name
    version = ModelVersion.objects.filter(name=wanted).first()
    if not version:
        names = ", ".join(ModelVersion.objects.values_list("name", flat=True)[:SHOWN])
        raise CommandError(f"No version {wanted!r}; there are {names or 'none'}.")
    return version


def moment(text: str) -> datetime:
    """A day or a time, in the site's zone. Raises ValueError."""
    day = parse_date(text)
    when = parse_datetime(f"{day}T00:00") if day else parse_datetime(text)
    if when is None:
        raise ValueError(text)
    return make_aware(when) if is_naive(when) else when
