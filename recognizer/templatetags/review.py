"""How much waits for review, for pages of the admin."""

from django import template

from recognizer.labelling.second_opinions import corrections_waiting
from recognizer.review.progress import waiting_for

register = template.Library()
register.simple_tag(waiting_for)
register.simple_tag(corrections_waiting)
