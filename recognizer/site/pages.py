"""The page, and what a load balancer asks."""

import logging

from django.db import Error as DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recognizer.drawings.visitors import new_owner, owner_of, remember
from recognizer.versions.predictor import NoVersion, predictor

log = logging.getLogger(__name__)


@require_safe
def page(request):
    response = render(request, "draw/page.html")
    if not owner_of(request):
        # Already here, so that two first drawings at once have one owner.
        remember(response, new_owner())
    return response


@require_safe
@never_cache
def livez(request):
    """The process answers."""
    return text("ok")


@require_safe
@never_cache
def readyz(request):
    """The database answers, and so does a version: the promoted one, or a warning."""
    try:
        return text(predictor.warning() or "ok")
    except NoVersion:
        return text("No version answers.", status=503)
    except DatabaseError:
        log.exception("The database does not answer.")
        return text("The database does not answer.", status=503)


def text(line, status=200):
    return HttpResponse(f"{line}\n", content_type="text/plain", status=status)
