"""Requests to the admin and the review, which let staff alone in."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class StaffRequest(HttpRequest):
    """A type hint: somebody has logged in."""

    user: User
