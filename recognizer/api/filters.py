"""Which drawings a list shows, as its address says; docs/api.md has the table."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from recognizer.models import (
    Digit,
    ModelVersion,
    Shown,
    is_any_number,
    is_number,
    is_shown,
)

VALUES: dict[str, Shown] = {
    str(digit): digit.value for digit in Digit if digit != Digit.NOT_A_DIGIT
}
VALUES["none"] = Digit.NOT_A_DIGIT.value
ANY_NUMBER = "number"
OF_REVIEWERS = {"everyone", "label"}
OF_DRAWINGS = {"claim", "label"}  # which stand in the row of the drawing


def list_filter(parameters: Mapping[str, str]) -> Q:
    """What answers are asked for. Raises ValidationError, which names the parameter."""
    moment = f"{moment_field(parameters)}__"
    wanted = Q()
    for name, read in READERS.items():
        if name in parameters:
            wanted &= read(parameters[name], moment)
    return wanted


def moment_field(parameters: Mapping[str, str]) -> str:
    """The column by which the list goes: both of these hold about the same moment.

    An index orders each: that of a drawing by its owner, claim or label, that of an
    answer by its digit, number or version. A version may have answered few of an
    owner's very many drawings; which few, only the answers' index tells.
    """
    of_answers = "version" in parameters or (
        "answer" in parameters and sees_everyone(parameters)
    )
    is_of_drawings = not of_answers or not OF_DRAWINGS.isdisjoint(parameters)
    return "drawing__created_at" if is_of_drawings else "created_at"


def sees_everyone(parameters: Mapping[str, str]) -> bool:
    """Whether all drawings are asked for, and not one's own. Raises ValidationError."""
    value = parameters.get("everyone", "false")
    if value not in ("true", "false"):
        raise ValidationError(_("'everyone' is true or false."))
    return value == "true"


def read_day(value: str, moment: str) -> Q:
    day = read_date(value)
    if day is None:
        raise ValidationError(_("'day' is a day such as 2026-11-26."))
    first, last = (datetime.combine(day, t, UTC) for t in (time.min, time.max))
    return Q(**{f"{moment}range": (first, last)})


def read_after(value: str, moment: str) -> Q:
    return Q(**{f"{moment}gte": read_moment("after", value)})


def read_before(value: str, moment: str) -> Q:
    return Q(**{f"{moment}lt": read_moment("before", value)})


def read_answer(value: str, _moment: str) -> Q:
    shows = read_value(value, "digit", "number")
    if shows is None:
        sentence = _(
            "'answer' is a digit from 0 to 9, a number such as 42, number for any, or "
            "none."
        )
        raise ValidationError(sentence)
    return shows


def read_version(value: str, _moment: str) -> Q:
    version = ModelVersion.objects.filter(name=value).only("pk").first()
    if version is None:
        raise ValidationError(_("'version' names no version."))
    return Q(version=version.pk)


def read_claim(value: str, _moment: str) -> Q:
    return read_stated("claim", value)


def read_label(value: str, _moment: str) -> Q:
    return read_stated("label", value)


READERS: dict[str, Callable[[str, str], Q]] = {
    "day": read_day,
    "after": read_after,
    "before": read_before,
    "answer": read_answer,
    "version": read_version,
    "claim": read_claim,
    "label": read_label,
}


def read_stated(name: str, value: str) -> Q:
    """What somebody has said that a drawing is, or whether anybody has."""
    if value in ("any", "missing"):
        return Q(**{f"drawing__{name}__isnull": value == "missing"})
    shows = read_value(value, f"drawing__{name}", f"drawing__{name}_number")
    if shows is None:
        sentence = _(
            "'%(name)s' is a digit from 0 to 9, a number such as 42, number for any, "
            "none, any or missing."
        )
        raise ValidationError(sentence % {"name": name})
    return shows


def read_value(value: str, digit: str, number: str) -> Q | None:
    """Whether two columns show what the address names; None where it names nothing."""
    if value == ANY_NUMBER:
        return is_any_number(digit, number)
    if is_number(value):
        return is_shown(value, digit, number)
    return is_shown(VALUES[value], digit, number) if value in VALUES else None


def read_date(value: str) -> date | None:
    try:
        return parse_date(value) if len(value) == len("2026-11-26") else None
    except ValueError:
        return None


def read_moment(name: str, value: str) -> datetime:
    """A day's beginning, or a time, of UTC where it names no zone."""
    if day := read_date(value):
        return datetime.combine(day, time.min, UTC)
    try:
        # An address turns the '+' of a zone into a space.
        moment: Any = parse_datetime(value) or parse_datetime(value.replace(" ", "+"))
        zoned = moment.replace(tzinfo=moment.tzinfo or UTC)
        return zoned.astimezone(UTC)
    except (AttributeError, OverflowError, ValueError) as error:
        sentence = _("'%(name)s' is a day, or a time such as 2026-11-26T09:30:00Z.")
        raise ValidationError(sentence % {"name": name}) from error
