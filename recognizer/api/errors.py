"""Known errors as problem+json (RFC 9457), each with a sentence for the visitor."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from digitsite.problem_types import (
    BLANK,
    BUSY,
    INVALID_VALUE,
    METHOD_NOT_ALLOWED,
    NO_VERSION,
    NOT_A_PICTURE,
    NOT_ALLOWED,
    NOT_AUTHENTICATED,
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY_REQUESTS,
    UNREADABLE,
    UNSUPPORTED_TYPE,
    ProblemType,
)
from digitsite.problems import PROBLEM_JSON, RETRY_AFTER, problem_body
from ml.preprocessing.errors import BadImage, Blank, MemoryTaken, PictureError, TooLarge
from recognizer.formatting import explain, first_sentence
from recognizer.labelling.labels import Deleted
from recognizer.versions.predictor import NoVersion

OF_PICTURES: tuple[tuple[type[PictureError], ProblemType], ...] = (
    (TooLarge, TOO_LARGE),
    (BadImage, NOT_A_PICTURE),
    (Blank, BLANK),
    (MemoryTaken, BUSY),
)
OF_FRAMEWORK = {  # by the status that REST framework answers with
    kind.code: kind
    for kind in (
        INVALID_VALUE,
        NOT_AUTHENTICATED,
        NOT_ALLOWED,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        UNSUPPORTED_TYPE,
        TOO_MANY_REQUESTS,
    )
}
SENTENCES = {
    NOT_FOUND: gettext_noop("There is no such drawing, or it is not yours."),
    UNSUPPORTED_TYPE: gettext_noop("Send JSON or a form."),
}
HEADERS = ("Retry-After", "Allow", "WWW-Authenticate")  # that the framework sets


class RequestRefused(APIException):
    """A request that is refused with a problem of our own.

    `wait`: after how many seconds it may be sent again.
    """

    def __init__(self, kind: ProblemType, sentence: str, wait: int | None = None):
        super().__init__(sentence)
        self.kind, self.status_code, self.wait = kind, kind.code, wait


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer for REST framework; an unknown error stays a 500 with its traceback."""
    request = context["request"]
    if isinstance(error, PictureError):
        return problem_response(request, *picture_problem(error))
    if isinstance(error, NoVersion):
        detail = _("No network is in service yet. Try again in a moment.")
        return problem_response(request, NO_VERSION, detail)
    if isinstance(error, Deleted):  # while the request ran
        error = NotFound()
    if isinstance(error, ParseError):
        detail = _("The request cannot be read: %(why)s.") % {"why": error.detail}
        return problem_response(request, UNREADABLE, detail)
    response = exception_handler(error, context)
    if response is None:
        return None
    headers = {name: response[name] for name in HEADERS if name in response}
    if isinstance(error, RequestRefused):
        return problem_response(request, error.kind, str(error.detail), headers)
    kind = OF_FRAMEWORK[response.status_code]
    sentence = getattr(context["view"], "sentences", SENTENCES).get(kind)
    detail = _(sentence) if sentence else first_sentence(response.data)
    return problem_response(request, kind, detail, headers)


def picture_problem(error: PictureError) -> tuple[ProblemType, str]:
    """What is wrong with a picture, and the sentence for the visitor."""
    kind = next(kind for raised, kind in OF_PICTURES if isinstance(error, raised))
    return kind, explain(error)


def problem_response(
    request: HttpRequest,
    kind: ProblemType,
    detail: str,
    headers: dict[str, str] | None = None,
) -> Response:
    """What may succeed in a moment says so."""
    passes = {"Retry-After": RETRY_AFTER} if kind.code == 503 else {}
    return Response(
        problem_body(kind, detail, request),
        kind.code,
        headers=passes | (headers or {}),
        content_type=PROBLEM_JSON,
    )
