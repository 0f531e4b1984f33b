"""What an export fixes before it reads a picture, so that all its parts agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from recognizer.models import LabelChange, Prediction

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LABEL = Struct(">Bqq")  # label, microseconds since EPOCH, reviewer or 0


@dataclass(frozen=True)
class Plan:
    """What all parts of an export share."""

    format: str
    count: int  # drawings listed; those that cannot be read are among them
    once: bool  # of twins, one
    day: date
    reviewers: dict[int, str]  # what each is called
    last_change: int  # label changes after this one are not exported
    last_answer: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Plan:
        reviewers = {int(pk): name for pk, name in facts["reviewers"].items()}
        day = date.fromisoformat(facts["day"])
        return cls(**facts | {"day": day, "reviewers": reviewers})


class ListedDrawing(NamedTuple):
    """A drawing to export, with the label that it had when it was listed."""

    pk: UUID
    label: int
    labelled_at: datetime
    labelled_by: int | None


def plan_of(format: str, count: int, *, once: bool, names: bool) -> Plan:
    """The plan of an export of so many drawings, as the database is now."""
    return Plan(
        format=format,
        count=count,
        once=once,
        day=timezone.now().date(),
        reviewers=reviewer_names(names),
        last_change=last_pk(LabelChange),
        last_answer=last_pk(Prediction),
    )


def reviewer_names(names: bool) -> dict[int, str]:
    """Each reviewer's user name, or a number where `names` are not wanted."""
    by = LabelChange.objects.order_by("by").values_list("by", "by__username").distinct()
    return {
        pk: name if names else f"reviewer-{n}" for n, (pk, name) in enumerate(by, 1)
    }


def last_pk(model: type[LabelChange] | type[Prediction]) -> int:
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def pack_labels(drawings: Iterable[ListedDrawing]) -> bytes:
    """What a list says of its drawings beside their ids: 17 bytes of each."""
    return b"".join(
        LABEL.pack(label, microseconds(labelled_at), labelled_by or 0)
        for _, label, labelled_at, labelled_by in drawings
    )


def unpack_labels(ids: Iterable[UUID], labels: bytes) -> Iterator[ListedDrawing]:
    for pk, (label, at, by) in zip(ids, LABEL.iter_unpack(labels), strict=True):
        labelled_at = EPOCH + timedelta(microseconds=at)
        yield ListedDrawing(pk, label, labelled_at, by or None)


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)
