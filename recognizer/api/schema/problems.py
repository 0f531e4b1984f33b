"""One example of each problem: its type and its sentence, by the example's name."""

from typing import Any

from digitsite.problem_types import (
    BLANK,
    BUSY,
    FAULT,
    IDEMPOTENCY_KEY_REUSED,
    IN_PROGRESS,
    INVALID_CURSOR,
    INVALID_IDEMPOTENCY_KEY,
    INVALID_VALUE,
    LENGTH_REQUIRED,
    NO_DATABASE,
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

PROBLEMS: dict[str, tuple[ProblemType, str]] = {
    "NUL": (UNREADABLE, "A NUL character is in the address or in a cookie."),
    "wrong keep": (INVALID_VALUE, "'keep' is true or false."),
    "no picture": (INVALID_VALUE, "Send the picture in the field 'image'."),
    "wrong strokes": (
        INVALID_VALUE,
        "Send strokes as a list of strokes, each a list of points [x, y].",
    ),
    "no pictures": (
        INVALID_VALUE,
        "Send the pictures in the list 'images', or in fields 'image' of a form.",
    ),
    "65 pictures": (
        INVALID_VALUE,
        "Send at most 64 pictures at once; these are 65.",
    ),
    "wrong digit": (
        INVALID_VALUE,
        "Send a digit from 0 to 9, or null for 'not a digit'.",
    ),
    "wrong number": (
        INVALID_VALUE,
        'Send a number as text of 1 to 12 digits: "42".',
    ),
    "wrong day": (INVALID_VALUE, "'day' is a day such as 2026-11-26."),
    "wrong time": (
        INVALID_VALUE,
        "'after' is a day, or a time such as 2026-11-26T09:30:00Z.",
    ),
    "wrong cursor": (INVALID_CURSOR, "The cursor is damaged."),
    "wrong idempotency key": (
        INVALID_IDEMPOTENCY_KEY,
        "An Idempotency-Key has 1 to 255 characters of ASCII.",
    ),
    "not a picture": (NOT_A_PICTURE, "This is not a picture that we can read."),
    "unknown key": (NOT_AUTHENTICATED, "This key is not known."),
    "nobody": (NOT_AUTHENTICATED, "Authentication credentials were not provided."),
    "no scope predict": (NOT_ALLOWED, "This key has no scope 'predict'."),
    "no scope read": (NOT_ALLOWED, "This key has no scope 'read'."),
    "no scope review": (NOT_ALLOWED, "This key has no scope 'review'."),
    "no scope jobs": (NOT_ALLOWED, "This key has no scope 'jobs'."),
    "not a reviewer": (
        NOT_ALLOWED,
        "Only reviewers see labels and others' drawings.",
    ),
    "no such drawing": (NOT_FOUND, "There is no such drawing, or it is not yours."),
    "no such job": (NOT_FOUND, "There is no such job, or you may not see it."),
    "in progress": (
        IN_PROGRESS,
        "The same request is being answered. Try again in a second.",
    ),
    "no length": (
        LENGTH_REQUIRED,
        "Send the length of the picture (Content-Length), or send chunks.",
    ),
    "too large": (TOO_LARGE, "That is too large: a picture has at most 1 MB."),
    "wrong type": (
        UNSUPPORTED_TYPE,
        "Send the picture itself (image/png, image/jpeg or image/webp), JSON, or a "
        "form with the picture in the field 'image'.",
    ),
    "batch too large": (TOO_LARGE, "That is too large: a batch has at most 16 MB."),
    "wrong type of a batch": (
        UNSUPPORTED_TYPE,
        "Send JSON with the pictures in the list 'images', or a form with each in a "
        "field 'image'.",
    ),
    "neither JSON nor a form": (UNSUPPORTED_TYPE, "Send JSON or a form."),
    "idempotency key reused": (
        IDEMPOTENCY_KEY_REUSED,
        "This Idempotency-Key came with another request. Take a new one.",
    ),
    "blank": (BLANK, "The drawing is empty."),
    "too many drawings": (
        TOO_MANY_REQUESTS,
        "Too many drawings at once. Wait a moment.",
    ),
    "too many requests": (
        TOO_MANY_REQUESTS,
        "Too many requests at once. Wait a moment.",
    ),
    "our fault": (
        FAULT,
        "The fault is ours and has been noted. Try again in a moment.",
    ),
    "no version": (NO_VERSION, "No network is in service yet. Try again in a moment."),
    "busy": (BUSY, "Too many large pictures at once. Try again in a moment."),
    "no database": (
        NO_DATABASE,
        "The database does not answer. Try again in a few seconds.",
    ),
}
OF_ANY_REQUEST = ("NUL", "unknown key", "our fault", "no database")


def problem(name: str) -> tuple[int, dict[str, Any]]:
    """Return a problem's status and body."""
    kind, detail = PROBLEMS[name]
    return kind.code, {
        "type": f"https://digits.example/api/problems/{kind.slug}/",
        "title": kind.title,
        "status": kind.code,
        "detail": detail,
        "request_id": "9e8ad1a2-3b86-4a54-b4c2-3e3a2d1d8f05",
    }
