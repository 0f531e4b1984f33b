"""Known errors as problem+json (RFC 9457), each with a sentence for the visitor."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from digitsite.problems import PROBLEM_JSON, RETRY_AFTER, problem_body
from ml.preprocessing.errors import BadImage, Blank, MemoryTaken, TooLarge
from recognizer.formatting import explain, first_sentence
from recognizer.labelling.labels import Deleted
from recognizer.versions.predictor import NoVersion

SENTENCES = {
    status.HTTP_404_NOT_FOUND: gettext_noop(
        "There is no such drawing, or it is not yours."
    ),
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: gettext_noop(
        "Send JSON, or a form with the picture in the field 'image'."
    ),
    status.HTTP_429_TOO_MANY_REQUESTS: gettext_noop(
        "Too many drawings at once. Wait a moment."
    ),
}


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer for REST framework; an unknown error stays a 500 with its traceback."""
    if isinstance(error, TooLarge):
        return problem_response(
            status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, explain(error)
        )
    if isinstance(error, BadImage):
        return problem_response(status.HTTP_400_BAD_REQUEST, explain(error))
    if isinstance(error, Blank):
        return problem_response(status.HTTP_422_UNPROCESSABLE_ENTITY, explain(error))
    if isinstance(error, NoVersion):
        return unavailable(_("No network is in service yet. Try again in a moment."))
    if isinstance(error, MemoryTaken):
        return unavailable(explain(error))
    if isinstance(error, Deleted):  # while the request ran
        code = status.HTTP_404_NOT_FOUND
        return problem_response(code, _(SENTENCES[code]))
    if isinstance(error, ParseError):
        detail = _("The request cannot be read: %(why)s.") % {"why": error.detail}
        return problem_response(status.HTTP_400_BAD_REQUEST, detail)
    response = exception_handler(error, context)
    if response is None:
        return None
    code = response.status_code
    sentence = SENTENCES.get(code)
    detail = _(sentence) if sentence else first_sentence(response.data)
    names = ("Retry-After", "Allow", "WWW-Authenticate")
    headers = {name: response[name] for name in names if name in response}
    return problem_response(code, detail, headers)


def unavailable(detail: str) -> Response:
    """Answer what may succeed in a moment."""
    code, headers = status.HTTP_503_SERVICE_UNAVAILABLE, {"Retry-After": RETRY_AFTER}
    return problem_response(code, detail, headers)


def problem_response(
    code: int, detail: str, headers: dict[str, str] | None = None
) -> Response:
    return Response(
        problem_body(code, detail), code, headers=headers, content_type=PROBLEM_JSON
    )
