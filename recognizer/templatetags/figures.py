"""Numbers as people read them: recognizer.formatting for templates."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma

from recognizer.formatting import duration, percent, whole

register = template.Library()
register.filter("thousands", intcomma)
register.filter("percent", percent)
register.filter("whole", whole)
register.filter("span", duration)
