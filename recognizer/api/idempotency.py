"""Idempotency-Key: whoever sends a request again under its key gets the same answer."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from digitsite.client_address import client_address
from digitsite.problem_types import (
    IDEMPOTENCY_KEY_REUSED,
    IN_PROGRESS,
    INVALID_IDEMPOTENCY_KEY,
)
from recognizer.accounts.identity import identity_of
from recognizer.api.errors import RequestRefused
from recognizer.drawings import idempotency
from recognizer.drawings.fingerprints import picture_hash
from recognizer.models import IdempotentRequest

HEADER = "Idempotency-Key"
KEY = re.compile(r"[ -~]{1,255}")
PASSES = (409, 429)  # and faults of ours: the same request may succeed later


def begin(request: Request, fields: Any, owner: str) -> IdempotentRequest:
    """Return the request's row. Raises RequestRefused."""
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        sentence = _("An Idempotency-Key has 1 to 255 characters of ASCII.")
        raise RequestRefused(INVALID_IDEMPOTENCY_KEY, sentence)
    try:
        return idempotency.begin(
            name_of(request, key), content_of(request, fields), owner
        )
    except idempotency.InProgress as error:
        sentence = _("The same request is being answered. Try again in a second.")
        raise RequestRefused(IN_PROGRESS, sentence, wait=1) from error
    except idempotency.OtherRequest as error:
        sentence = _("This Idempotency-Key came with another request. Take a new one.")
        raise RequestRefused(IDEMPOTENCY_KEY_REUSED, sentence) from error


def answer_once(
    row: IdempotentRequest, respond: Callable[[], Response]
) -> Response | HttpResponse:
    """Return the kept answer, or answer and keep that, unless it may pass."""
    if row.is_answered:
        headers = row.headers | {"Idempotent-Replayed": "true"}
        return HttpResponse(bytes(row.body), status=row.status, headers=headers)
    is_kept = False
    try:
        response = respond()
        if response.status_code < 500 and response.status_code not in PASSES:
            keep(row, response)
            is_kept = True
        return response
    finally:
        if not is_kept:
            with suppress(DatabaseError):  # else it counts as given up soon
                idempotency.give_up(row)


def keep(row: IdempotentRequest, response: Response) -> None:
    answers = response.data.get("results", [response.data])
    headers = {"Content-Type": response.content_type or JSONRenderer.media_type}
    if "Location" in response:
        headers["Location"] = response["Location"]
    idempotency.keep_answer(
        row,
        status=response.status_code,
        headers=headers,
        body=JSONRenderer().render(response.data),
        drawings=[answer["id"] for answer in answers if "id" in answer],
    )


def name_of(request: Request, key: str) -> str:
    """A hash of the key and of who sent it; nobody learns addresses from it."""
    sender = identity_of(request).owner or f"address {client_address(request)}"
    return salted_hmac(HEADER, f"{sender} {key}", algorithm="sha256").hexdigest()


def content_of(request: Request, fields: Any) -> str:
    """A hash of what is asked, however a form is cut into parts. Raises ParseError."""
    if isinstance(fields, MultiValueDict):
        fields = dict(fields.lists())
    address = request.path.rstrip("/"), sorted(request.query_params.lists())
    try:
        text = json.dumps([address, fields], sort_keys=True, default=hash_of_file)
    except RecursionError as error:
        raise ParseError("its lists and objects are nested too deep") from error
    return picture_hash(text.encode())


def hash_of_file(file: bytes | UploadedFile) -> str:
    if isinstance(file, bytes):
        return picture_hash(file)
    content = file.read()
    file.seek(0)
    return picture_hash(content)
