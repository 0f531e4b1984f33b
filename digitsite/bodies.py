"""Which requests are read: none too long, of text in UTF-8, and without NUL."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from digitsite.addresses import is_batch, is_upload
from digitsite.charset import is_utf8
from digitsite.problem_types import (
    TOO_LARGE,
    UNREADABLE,
    UNSUPPORTED_TYPE,
    ProblemType,
)
from digitsite.problems import answer_failure


class BodyMiddleware:
    """Refuses a request before anything reads its body, at every address.

    It stands before all that may read one. Django has a limit for what it reads into
    memory, but a file in a form may be of any size.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refusal := find_refusal(request):
            return answer_failure(request, *refusal)
        if request.encoding:
            request.encoding = "utf-8"  # Django's forms know no other name of it
        return self.get_response(request)


def find_refusal(request: HttpRequest) -> tuple[ProblemType, str] | None:
    """Return the problem and a sentence if the request is not to be read.

    The server has put the chunks of a chunked body together, and said how long it is.
    """
    if not is_utf8((request.content_params or {}).get("charset", "utf-8")):
        return UNSUPPORTED_TYPE, _("Send text as UTF-8.")
    if has_nul(request):
        return UNREADABLE, _("A NUL character is in the address or in a cookie.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > longest_body(request):
        return TOO_LARGE, too_large_sentence(request)
    return None


def longest_body(request: HttpRequest) -> int:
    if is_upload(request):
        return settings.MAX_PART_BYTES
    return settings.MAX_BATCH_BYTES if is_batch(request) else settings.MAX_BODY_BYTES


def too_large_sentence(request: HttpRequest) -> str:
    if is_batch(request):
        sentence = _("That is too large: a batch has at most %(megabytes)s MB.")
        return sentence % {"megabytes": f"{settings.MAX_BATCH_BYTES / 1e6:g}"}
    sentence = _("That is too large: a picture has at most %(megabytes)s MB.")
    return sentence % {"megabytes": f"{settings.MAX_PICTURE_BYTES / 1e6:g}"}


def has_nul(request: HttpRequest) -> bool:
    """Whether a value to look up has a NUL, which PostgreSQL refuses."""
    query, cookies = (request.META.get(k, "") for k in ("QUERY_STRING", "HTTP_COOKIE"))
    return "%00" in query or r"\000" in cookies  # as each writes it
