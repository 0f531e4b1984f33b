"""Numbers, digits and errors as people read them."""

from __future__ import annotations

from datetime import timedelta

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from ml.numbers.words import number_in_words
from ml.preprocessing.errors import PictureError
from recognizer.models import Digit, Drawing, Prediction, Shown

UNITS = (
    (timedelta(minutes=1), timedelta(seconds=1), "s"),
    (timedelta(hours=1), timedelta(minutes=1), "min"),
    (timedelta(days=2), timedelta(hours=1), "h"),
    (timedelta.max, timedelta(days=1), "days"),
)


def percent(share: float, decimals: int = 1) -> str:
    """0.98765 -> "98.8 %", but 0.9998 -> "> 99.9 %": what is not all is not 100 %."""
    text, step = f"{100 * share:.{decimals}f}", 10**-decimals
    if share < 1 and float(text) == 100:
        return f"> {100 - step:.{decimals}f} %"
    if share > 0 and float(text) == 0:
        return f"< {step:.{decimals}f} %"
    return f"{text} %"


def whole(share: float) -> str:
    """0.9 -> "90 %"; 0.998 -> "> 99 %"."""
    return percent(share, 0)


def duration(time: timedelta) -> str:
    """About how long: "42 s", "5 min", "3.1 h", "12 days"."""
    limit, unit, name = next(row for row in UNITS if time < row[0])
    amount = time / unit
    decimals = 1 if amount < 10 and limit > UNITS[1][0] else 0
    return f"{amount:.{decimals}f} {name}"


def file_size(size: int) -> str:
    """1500000 -> "1.4 MB", as the admin has it."""
    return filesizeformat(size).replace("\xa0", " ")


def digit_name(digit: int, none: str = "none") -> str:
    """7 -> "7"; what is no digit is called `none`."""
    return none if digit == Digit.NOT_A_DIGIT else str(digit)


def answer_name(value: Shown) -> str:
    """A short name for counters: "7", "none", and "number" for any of them."""
    return "number" if isinstance(value, str) else digit_name(value)


def value_in_words(value: Shown | None) -> str:
    """ "Seven", "Not a digit" or "Forty-two", in the visitor's language; "" of None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return number_in_words(value, get_language() or "en")
    return str(Digit(value).label)


def staff_word(value: Shown | None) -> str:
    """ "Seven", "Not a digit" or "42": staff compare a number with its picture."""
    return value if isinstance(value, str) else value_in_words(value)


def answer_to_staff(answer: Prediction | Drawing) -> str:
    """What was read, for staff: of a drawing, in shown_in_lists()."""
    return answer.number or answer_in_words(answer)


def answer_in_words(answer: Prediction | Drawing) -> str:
    """What was read, in the visitor's language: of a drawing, in with_answer()."""
    if answer.other_signs:
        return gettext("Not only digits")
    if answer.several_digits and not answer.number:
        return gettext("Several digits")
    return value_in_words(answer.answer_value)


def explain(error: PictureError) -> str:
    """What is wrong with a picture, in the visitor's language."""
    return error.explain(gettext, lambda n: number_format(n, force_grouping=True))


def first_sentence(errors: dict | list | str) -> str:
    """The first message in Django REST framework's nested lists and dictionaries."""
    while isinstance(errors, dict | list):
        errors = next(iter(errors.values() if isinstance(errors, dict) else errors))
    return str(errors)
