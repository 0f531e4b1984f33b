"""How sure an answer is, in words and in per cent, in the visitor's language."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from recognizer.formatting import answer_in_words, value_in_words
from recognizer.models import Drawing, Prediction, Shown

register = template.Library()

MOST = 0.999  # nothing is shown as 100 %
LONG = 28  # letters: longer words give way to digits where there is little room


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
def in_words(answer: Prediction | Drawing) -> str:
    """What was read: of a prediction, or of a drawing with_answer()."""
    return answer_in_words(answer)


@register.filter
def few_words(value: Shown | None) -> str:
    """A value in words, or in digits where these are many: inFewWords() of words.js."""
    words = value_in_words(value)
    return value if isinstance(value, str) and len(words) > LONG else words


@register.filter
def in_few_words(answer: Prediction | Drawing) -> str:
    """What was read, in words or in digits where these are many."""
    return few_words(answer.number) if answer.number else answer_in_words(answer)


@register.filter
def remark(answer: Prediction) -> str:
    """How sure an answer is, or what helps where none is read: as words.js does."""
    if answer.other_signs:
        return _("I read only digits: no signs, points or letters.")
    if answer.several_digits and not answer.number:
        return _("Draw them on one line, further apart.")
    return how_sure(answer.answer_confidence)
