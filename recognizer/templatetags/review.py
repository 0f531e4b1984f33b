"""How many drawings wait for the reviewer, for the admin's index."""

from django import template

from recognizer.review.progress import waiting_for

register = template.Library()
register.simple_tag(waiting_for)
