from django import template

from recognizer.review.page import waiting_for

register = template.Library()
register.simple_tag(waiting_for)
