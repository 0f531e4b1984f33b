"""A request that comes twice under one key is answered once.

Its row is inserted before anything is done: the database lets one of several at once
insert it.
"""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from recognizer.models import IdempotentRequest

CLEARED_EVERY = 50  # new rows
CLEARED = 200  # rows at a time: more than have come since


class InProgress(Exception):
    """The same request is being answered at this moment."""


class OtherRequest(Exception):
    """The key came with another request before."""


def begin(name: str, content: str, owner: str) -> IdempotentRequest:
    """Return the request's row: with its answer, or else for its sender to answer.

    Where it has begun before, the row has the owner of then: what was kept by a process
    that died is found as the same owner's. Raises InProgress and OtherRequest.
    """
    row = IdempotentRequest(name=name, content=content, owner=owner)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _begin_again(row)
    if row.pk % CLEARED_EVERY == 0:
        with suppress(DatabaseError):  # the next one does it
            delete_expired()
    return row


def _begin_again(new: IdempotentRequest) -> IdempotentRequest:
    rows = IdempotentRequest.objects.filter(name=new.name)
    if rows.expired().delete()[0]:
        return begin(new.name, new.content, new.owner)
    row = rows.first()
    if row is None:  # it has failed just now
        raise InProgress
    if row.content != new.content:
        raise OtherRequest
    if row.is_answered:
        return row
    if not row.is_given_up:
        raise InProgress
    began_at = timezone.now()
    if not _unanswered(row).update(began_at=began_at):  # somebody else goes on
        raise InProgress
    row.began_at = began_at
    return row


def keep_answer(
    row: IdempotentRequest,
    *,
    status: int,
    headers: dict[str, str],
    body: bytes,
    drawings: Iterable[str | UUID],
) -> None:
    """Keep the answer of a request, unless one of its drawings is deleted already."""
    link = IdempotentRequest.drawings.through
    try:
        with transaction.atomic():
            if _unanswered(row).update(status=status, headers=headers, body=body):
                link.objects.bulk_create(
                    link(idempotentrequest_id=row.pk, drawing_id=pk)
                    for pk in dict.fromkeys(drawings)
                )
    except IntegrityError:
        give_up(row)


def give_up(row: IdempotentRequest) -> None:
    """Let the same request be answered anew."""
    _unanswered(row).delete()


@transaction.atomic
def delete_expired() -> int:
    """Delete some rows that hold no longer; returns how many."""
    expired = IdempotentRequest.objects.expired().order_by("began_at")
    locked = expired.select_for_update(skip_locked=True).values_list("pk", flat=True)
    rows = IdempotentRequest.objects.filter(pk__in=list(locked[:CLEARED])).only("pk")
    return rows.delete()[1].get(IdempotentRequest._meta.label, 0)


def _unanswered(row: IdempotentRequest):
    """The row, while it is answered by whoever began it then."""
    return IdempotentRequest.objects.filter(
        pk=row.pk, began_at=row.began_at, status=None
    )
