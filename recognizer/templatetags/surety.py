"""How sure an answer is, in words and in per cent, in the visitor's language."""

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from recognizer.formatting import answer_in_words, value_in_words
from recognizer.models import Shown

register = template.Library()

MOST = 0.999  # nothing is shown as 100 %


@register.filter
def how_sure(confidence: float) -> str:
    """0.97 -> "quite sure, 97.0%", as howSure() of draw/words.js says it."""
    share = {"percent": per_cent(confidence)}
    if confidence >= 0.99:
        return _("very sure, %(percent)s") % share
    if confidence >= 0.9:
        return _("quite sure, %(percent)s") % share
    if confidence >= 0.6:
        return _("fairly sure, %(percent)s") % share
    return _("not sure, %(percent)s") % share


@register.filter
def per_cent(share: float, decimals: int = 1) -> str:
    """0.98765 -> "98.8%"."""
    rounded = round(100 * min(share, MOST), decimals)  # number_format() cuts off
    number = number_format(rounded, decimals)
    return _("%(number)s%%") % {"number": number}


@register.filter
def value_words(value: Shown | None) -> str:
    """A claim's or a label's value: "Seven", "Forty-two"."""
    return value_in_words(value)


@register.filter
def in_words(answer: Any) -> str:
    """What was read: of a prediction, or of a drawing with_answer()."""
    return answer_in_words(answer)
