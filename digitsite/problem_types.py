"""What can go wrong with a request, one line each: docs/api.md has the same table.

A program goes by the slug, which never changes; its address shows the line.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class ProblemType:
    """A kind of problem (RFC 9457), and the status that it is answered with."""

    code: int
    slug: str
    meaning: Promise

    @property
    def title(self) -> str:
        return self.slug.replace("-", " ").capitalize()


UNREADABLE = ProblemType(
    400,
    "unreadable-request",
    gettext_lazy(
        "The request cannot be read: damaged JSON, a damaged form, or a NUL character."
    ),
)
WRONG_HOST = ProblemType(
    400,
    "wrong-host",
    gettext_lazy("The site has another name than the one that was asked."),
)
INVALID_VALUE = ProblemType(
    400,
    "invalid-value",
    gettext_lazy("A field or a parameter is missing or wrong; the sentence names it."),
)
INVALID_CURSOR = ProblemType(
    400,
    "invalid-cursor",
    gettext_lazy("The cursor is damaged, or belongs to another list."),
)
INVALID_IDEMPOTENCY_KEY = ProblemType(
    400,
    "invalid-idempotency-key",
    gettext_lazy("The Idempotency-Key is empty, too long, or not of ASCII."),
)
NOT_A_PICTURE = ProblemType(
    400,
    "not-a-picture",
    gettext_lazy("The picture is damaged, of another kind, or no picture at all."),
)
NOT_AUTHENTICATED = ProblemType(
    401,
    "not-authenticated",
    gettext_lazy(
        "The API key is unknown, expired or revoked, or neither a key nor a session "
        "came."
    ),
)
NOT_ALLOWED = ProblemType(
    403,
    "not-allowed",
    gettext_lazy("Whoever asks may not do that; the sentence says what is missing."),
)
NOT_FOUND = ProblemType(
    404,
    "not-found",
    gettext_lazy("There is no such address or drawing, or it is not yours."),
)
METHOD_NOT_ALLOWED = ProblemType(
    405,
    "method-not-allowed",
    gettext_lazy("The address takes other methods; the header Allow names them."),
)
IN_PROGRESS = ProblemType(
    409,
    "in-progress",
    gettext_lazy("A request with the same Idempotency-Key is being answered."),
)
LENGTH_REQUIRED = ProblemType(
    411,
    "length-required",
    gettext_lazy("A picture is expected, and the request has no body."),
)
TOO_LARGE = ProblemType(
    413,
    "too-large",
    gettext_lazy("The body or the picture has more bytes or pixels than are read."),
)
UNSUPPORTED_TYPE = ProblemType(
    415,
    "unsupported-type",
    gettext_lazy("The body has another type than are read, or is not in UTF-8."),
)
BLANK = ProblemType(422, "blank", gettext_lazy("The drawing is empty."))
IDEMPOTENCY_KEY_REUSED = ProblemType(
    422,
    "idempotency-key-reused",
    gettext_lazy("The Idempotency-Key came with another request before."),
)
TOO_MANY_REQUESTS = ProblemType(
    429,
    "too-many-requests",
    gettext_lazy("Too many requests; Retry-After says when to come back."),
)
HEADERS_TOO_LARGE = ProblemType(
    431,
    "headers-too-large",
    gettext_lazy("The headers are too large."),
)
FAULT = ProblemType(500, "fault", gettext_lazy("The fault is ours."))
UNSUPPORTED_ENCODING = ProblemType(
    501,
    "unsupported-encoding",
    gettext_lazy("The body comes in another transfer encoding than chunks."),
)
NO_VERSION = ProblemType(
    503,
    "no-version",
    gettext_lazy("No version of the network answers yet."),
)
NO_DATABASE = ProblemType(
    503,
    "no-database",
    gettext_lazy("The database does not answer."),
)
BUSY = ProblemType(
    503,
    "busy",
    gettext_lazy("Too much came at once; Retry-After says when to come back."),
)

TYPES = {
    kind.slug: kind for kind in list(globals().values()) if type(kind) is ProblemType
}
