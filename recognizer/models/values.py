"""What a drawing shows, as one value: a class, 0 to 10, or a number such as "42".

In the rows that is two columns: the class, which is 10 ('not a digit') for a number,
and the number as text, "" where there is none. The number counts beside that class
alone: the release before, which knows no numbers, leaves one behind where it sets
another claim or label (docs/upgrading.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from recognizer.models.choices import Digit

FEWEST, MOST = 2, 12  # digits of a number
Shown = int | str  # a class, or a number


def shown(digit: int | None, number: str) -> Shown | None:
    """The value of the two columns; None where nothing is said."""
    return number if number and digit == Digit.NOT_A_DIGIT else digit


def number_shown(digit: str, number: str) -> Case:
    """In a query, the number of those two columns that counts, or ""."""
    counts = When(**{digit: Digit.NOT_A_DIGIT}, then=F(number))
    return Case(counts, default=Value(""))


def is_shown(value: Shown, digit: str, number: str) -> Q:
    """In a query, whether the two columns say that value."""
    if value == Digit.NOT_A_DIGIT or isinstance(value, str):
        return Q(**{digit: Digit.NOT_A_DIGIT, number: number_of(value)})
    return Q(**{digit: value})


def is_any_number(digit: str, number: str) -> Q:
    """In a query, whether the two columns say a number of several digits."""
    return Q(**{digit: Digit.NOT_A_DIGIT}) & ~Q(**{number: ""})


def class_of(value: Shown | None) -> int | None:
    """The class of a value: a number as a whole is no digit."""
    return Digit.NOT_A_DIGIT if isinstance(value, str) else value


def number_of(value: Shown | None) -> str:
    """The number that a value is, or ""."""
    return value if isinstance(value, str) else ""


def key_of(value: Shown | None) -> str:
    """The value as text for forms and addresses: "7", "10", "n42"; "" of nothing."""
    if value is None:
        return ""
    return f"n{value}" if isinstance(value, str) else str(int(value))


def value_of_key(key: str) -> Shown | None:
    """What key_of() has made text of. Raises ValueError where it is no such text."""
    if not key:
        return None
    if key.startswith("n"):
        if is_number(key[1:]):
            return key[1:]
    elif key in map(str, Digit.values):
        return int(key)
    raise ValueError(f"Expected a class or a number, got {key!r}.")


def is_number(text: str) -> bool:
    """Whether it is 2 to 12 of the digits 0 to 9, and nothing else."""
    return text.isascii() and text.isdigit() and FEWEST <= len(text) <= MOST


def number_field(help_text: str) -> models.CharField:
    return models.CharField(
        max_length=MOST,
        blank=True,
        default="",
        db_default="",
        help_text=help_text,
    )


def number_constraint(
    field: str, name: str, beside: str | None = None
) -> models.CheckConstraint:
    """The column is empty or has 2 to 12 digits, `beside` the class 'not a digit'."""
    # Not by a regular expression: SQLite knows none by itself, as in a backup's check.
    others = Func(
        field, Value("0123456789"), function="LTRIM", output_field=models.TextField()
    )
    is_number = Q(Exact(others, Value(""))) & Q(
        GreaterThanOrEqual(Length(field), FEWEST)
    )
    if beside:
        # Not only the class: a check lets through what is unknown, as where it is null.
        is_number &= Q(**{f"{beside}__isnull": False, beside: Digit.NOT_A_DIGIT})
    return models.CheckConstraint(condition=Q(**{field: ""}) | is_number, name=name)
