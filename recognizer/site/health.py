"""The health checks of a load balancer."""

import logging

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recognizer.versions.predictor import NoVersion, predictor

log = logging.getLogger(__name__)


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return plain_text("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, and so does a version: the promoted one, or a warning."""
    try:
        return plain_text(predictor.warning() or "ok")
    except NoVersion:
        return plain_text("No version answers.", status=503)
    except DatabaseError as error:
        log.error("The database does not answer: %s", error)
        return plain_text("The database does not answer.", status=503)


def plain_text(line: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{line}\n", content_type="text/plain", status=status)
