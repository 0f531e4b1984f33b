"""Numbers as people read them."""

from datetime import timedelta

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma

register = template.Library()
register.filter("thousands", intcomma)

UNITS = (
    (timedelta(minutes=1), timedelta(seconds=1), "s"),
    (timedelta(hours=1), timedelta(minutes=1), "min"),
    (timedelta(days=2), timedelta(hours=1), "h"),
    (timedelta.max, timedelta(days=1), "days"),
)


@register.filter
def percent(share: float) -> str:
    """0.98765 -> "98.8 %"."""
    return f"{100 * share:.1f} %"


@register.filter
def whole(share: float) -> str:
    """0.9 -> "90 %"."""
    return f"{100 * share:.0f} %"


@register.filter
def span(time: timedelta) -> str:
    """About how long: "42 s", "5 min", "3.1 h", "12 days"."""
    limit, unit, name = next(row for row in UNITS if time < row[0])
    amount = time / unit
    decimals = 1 if amount < 10 and limit > UNITS[1][0] else 0
    return f"{amount:.{decimals}f} {name}"
