from django import template

from recognizer.review import waiting_for

register = template.Library()
register.simple_tag(waiting_for)
