"""What an export fixes before it reads a picture, so that all its parts agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from recognizer.models import LabelChange, Prediction, Shown, class_of, number_of
from recognizer.versions.promotion import answering_version

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LABEL = Struct(">Bqq")  # class, microseconds since EPOCH, reviewer or 0
LABEL_WITH_NUMBER = Struct(">Bqq12s")  # and the number, or no text


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
    witness: str = ""  # the version that finds the digits of numbers
    numbers_left_out: int = 0  # where the format holds single digits alone

    def as_json(self) -> dict[str, Any]:
        """Without what only numbers need where there are none.

        So a worker of an older release, which knows no numbers, reads this plan.
        """
        facts = asdict(self) | {"day": self.day.isoformat()}
        of_numbers = ("witness", "numbers_left_out")
        return {k: v for k, v in facts.items() if v or k not in of_numbers}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Plan:
        reviewers = {int(pk): name for pk, name in facts["reviewers"].items()}
        day = date.fromisoformat(facts["day"])
        return cls(**facts | {"day": day, "reviewers": reviewers})


class ListedDrawing(NamedTuple):
    """A drawing to export, with the label that it had when it was listed."""

    pk: UUID
    label: Shown
    labelled_at: datetime
    labelled_by: int | None


def plan_of(
    format: str,
    count: int,
    *,
    once: bool,
    names: bool,
    has_numbers: bool,
    numbers_left_out: int = 0,
) -> Plan:
    """The plan of an export of so many drawings, as the database is now."""
    witness = answering_version() if has_numbers else None
    return Plan(
        format=format,
        count=count,
        once=once,
        day=timezone.now().date(),
        reviewers=reviewer_names(names),
        last_change=last_pk(LabelChange),
        last_answer=last_pk(Prediction),
        witness=witness.name if witness else "",
        numbers_left_out=numbers_left_out,
    )


def reviewer_names(names: bool) -> dict[int, str]:
    """Each reviewer's user name, or a number where `names` are not wanted."""
    by = LabelChange.objects.order_by("by").values_list("by", "by__username").distinct()
    return {
        pk: name if names else f"reviewer-{n}" for n, (pk, name) in enumerate(by, 1)
    }


def last_pk(model: type[LabelChange] | type[Prediction]) -> int:
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def pack_labels(drawings: Sequence[ListedDrawing]) -> bytes:
    """What a list says of its drawings beside their ids: 17 bytes of each.

    Or 29 where there is a number among them: a worker of an older release, which knows
    no numbers, stumbles over such a list, and reads all others.
    """
    rows = [
        (class_of(label), microseconds(labelled_at), labelled_by or 0)
        for _, label, labelled_at, labelled_by in drawings
    ]
    numbers = [number_of(drawing.label).encode() for drawing in drawings]
    if not any(numbers):
        return b"".join(LABEL.pack(*row) for row in rows)
    pairs = zip(rows, numbers, strict=True)
    return b"".join(LABEL_WITH_NUMBER.pack(*row, number) for row, number in pairs)


def unpack_labels(ids: Sequence[UUID], labels: bytes) -> Iterator[ListedDrawing]:
    packed = LABEL_WITH_NUMBER if len(labels) > LABEL.size * len(ids) else LABEL
    rows = packed.iter_unpack(labels)
    for pk, (digit, at, by, *number) in zip(ids, rows, strict=True):
        text = number[0].rstrip(b"\0").decode() if number else ""
        labelled_at = EPOCH + timedelta(microseconds=at)
        yield ListedDrawing(pk, text or digit, labelled_at, by or None)


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)
