"""Which release answers, for the foot of the admin."""

from django import template

from digitsite.release import VERSION

register = template.Library()


@register.simple_tag
def release() -> str:
    return VERSION
