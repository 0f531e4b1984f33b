"""Records: what an export's files and its card say of one drawing."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from struct import Struct
from typing import IO, NamedTuple
from uuid import UUID

from ml.inference.classifier import Classifier
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import place_ink
from ml.preprocessing.picture import check_kept_picture
from recognizer.exports.contents import CONTENTS
from recognizer.exports.parts import find_parts, load_witness
from recognizer.exports.plan import ListedDrawing, Plan
from recognizer.models import Drawing, Shown, class_of, number_of

log = logging.getLogger(__name__)

BATCH = 500  # drawings in memory at a time
LENGTHS = Struct(">II")  # of a packed record's facts and content

TIMES = ("labelled_at", "created_at")


class Record(NamedTuple):
    """One drawing in an export."""

    pk: UUID
    label: Shown
    labelled_at: datetime
    labelled_by: int | None
    created_at: datetime
    source: str
    audited: bool
    version: str | None  # whose answer the visitor was given
    picture_format: str
    parts: list[dict]  # of a number: each digit, its box, its ink (parts.py)
    content: bytes  # what the format holds of it


def read_records(
    plan: Plan,
    drawings: Iterable[ListedDrawing],
    *,
    tick: Callable[[], object],
    unreadable: list[UUID],
) -> Iterator[Record]:
    """A record of each listed drawing, a few of them in memory at a time.

    Those that were deleted since have none. Those whose picture cannot be read any
    more are named in the log, and added to `unreadable`. `tick` is called for each.
    """
    witness = load_witness(plan.witness)
    for batch in batches(drawings, BATCH):
        rows = CONTENTS[plan.format].rows(plan).in_bulk([listed.pk for listed in batch])
        for listed in batch:
            tick()
            if listed.pk not in rows:
                continue
            try:
                yield read_record(plan, listed, rows.pop(listed.pk), witness)
            except (BadImage, Blank) as error:
                log.warning("Drawing %s is left out: %s", listed.pk, error)
                unreadable.append(listed.pk)


def batches(drawings: Iterable[ListedDrawing], size: int) -> Iterator[list]:
    """Lists of so many of them, the last one shorter."""
    rest = iter(drawings)
    return iter(lambda: list(islice(rest, size)), [])


def read_record(
    plan: Plan, listed: ListedDrawing, drawing: Drawing, witness: Classifier | None
) -> Record:
    """The drawing as it was when it was listed. Raises BadImage or Blank."""
    label = listed.label
    drawing.label, drawing.label_number = class_of(label), number_of(label)
    drawing.labelled_at = listed.labelled_at
    picture = check_kept_picture(bytes(drawing.picture))
    placed, content = place_ink(picture), CONTENTS[plan.format]
    parts = []
    if witness and isinstance(label, str):
        parts = find_parts(placed, label, witness, with_ink=content.holds_parts)
    return Record(
        pk=listed.pk,
        label=listed.label,
        labelled_at=listed.labelled_at,
        labelled_by=listed.labelled_by,
        created_at=drawing.created_at,
        source=drawing.source,
        audited=drawing.audited,
        version=drawing.version,
        picture_format=picture.format,
        parts=parts,
        content=content.read(drawing, picture, placed.ink, parts, plan),
    )


def pack_record(record: Record) -> bytes:
    """The record as unpack_records() reads it, and where it has no parts 0.1.0, too."""
    facts = record._asdict()
    content = facts.pop("content")
    if not record.parts:
        del facts["parts"]
    head = json.dumps(facts, default=str).encode()
    return LENGTHS.pack(len(head), len(content)) + head + content


def unpack_records(file: IO[bytes]) -> Iterator[Record]:
    while lengths := file.read(LENGTHS.size):
        head, content = map(file.read, LENGTHS.unpack(lengths))
        facts = json.loads(head)
        for time in TIMES:
            facts[time] = datetime.fromisoformat(facts[time])
        facts.setdefault("parts", [])
        yield Record(**facts | {"pk": UUID(facts["pk"])}, content=content)
