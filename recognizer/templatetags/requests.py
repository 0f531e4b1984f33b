"""The id of the request that a page answers."""

from django import template

from digitsite.request_ids import request_id

register = template.Library()
register.simple_tag(request_id)
