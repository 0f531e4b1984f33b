"""A version's answers to drawings that are kept already, and who waits for review then.

The pictures go to processes that know no database; the answers come back here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from uuid import UUID

from django.db import transaction

from ml.inference.batch_reader import Reader
from ml.inference.classifier import Answer
from ml.inference.workers import work
from recognizer.labelling.triage import before_a_label
from recognizer.models import Drawing, DrawingQuerySet, ModelVersion, Prediction
from recognizer.versions.classifiers import classifier_options, load_classifier

JOB = 50  # pictures that a process takes at a time; their answers are kept together


@dataclass(frozen=True)
class Kept:
    """What came of some drawings."""

    answers: int = 0
    unreadable: int = 0
    waits_changed: int = 0  # came to the queue, left it, or wait for another reason

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.answers + other.answers,
            self.unreadable + other.unreadable,
            self.waits_changed + other.waits_changed,
        )


def rescore(
    version: ModelVersion,
    drawings: DrawingQuerySet,
    *,
    limit: int | None = None,
    workers: int | None = None,
) -> Iterator[Kept]:
    """Ask a version about those drawings that lack its answer, the oldest first.

    Yields after each JOB of them, whose answers are kept by then: whoever stops may
    begin again. A drawing that cannot be read is asked about again each time. Raises
    BadVersion (ml.inference.classifier).
    """
    load_classifier(version)  # raises here, and not in a process that dies of it
    litert = bytes(version.files.litert)
    make_reader = partial(Reader, litert, **classifier_options(version))
    ids = islice(without_answer(version, drawings), limit)
    for answers in work(make_reader, pictures(ids), workers):
        yield keep(version, answers)


def left(version: ModelVersion, drawings: DrawingQuerySet) -> int:
    """How many of the drawings lack the version's answer."""
    answered = Prediction.objects.filter(version=version, drawing__in=drawings)
    return drawings.count() - answered.count()


def without_answer(version: ModelVersion, drawings: DrawingQuerySet) -> Iterator[UUID]:
    """Ids, the oldest drawing first.

    Which of a page are answered is a query of its own: whatever PostgreSQL thinks of
    a version that has just begun to answer, it reads one page and not the table.
    """
    for page in drawings.id_pages():
        answered = Prediction.objects.filter(version=version, drawing__in=page)
        there = set(answered.order_by().values_list("drawing", flat=True))
        yield from (pk for pk in page if pk not in there)


def pictures(ids: Iterator[UUID]) -> Iterator[dict[UUID, bytes]]:
    """Jobs for a Reader; a drawing that was deleted meanwhile is in none."""
    while some := list(islice(ids, JOB)):
        found = Drawing.objects.filter(pk__in=some).order_by()
        rows = found.values_list("pk", "picture")
        yield {pk: bytes(picture) for pk, picture in rows}


@transaction.atomic
def keep(version: ModelVersion, answers: dict[UUID, Answer | None]) -> Kept:
    """Keep the answers, and put drawings that versions disagree about in the queue.

    The rows are locked before it is decided, so that a label, a claim and we follow
    each other, in the order in which labels lock twins.
    """
    read = {pk: answer for pk, answer in answers.items() if answer}
    rows = Drawing.objects.filter(pk__in=read).select_for_update(no_key=True)
    rows = rows.defer("picture", "strokes").order_by("pk")
    drawings = [*rows]  # who has been deleted meanwhile is not among them
    Prediction.objects.bulk_create(
        (
            Prediction(
                drawing=drawing,
                version=version,
                digit=read[drawing.pk].digit,
                confidence=read[drawing.pk].confidence,
                probabilities=read[drawing.pk].probabilities,
            )
            for drawing in drawings
        ),
        ignore_conflicts=True,  # another run was faster
    )
    unlabelled = {row.pk: row for row in drawings if row.label is None}
    changed = wait_anew(unlabelled, read)
    return Kept(len(drawings), len(answers) - len(read), changed)


def wait_anew(drawings: dict[UUID, Drawing], read: dict[UUID, Answer]) -> int:
    """Give each a new place in the queue where the answer matters; how many moved.

    Where it is what the visitor was told, nothing has changed.
    """
    given = Prediction.objects.filter(drawing__in=drawings, given=True).order_by()
    told = dict(given.values_list("drawing", "digit"))
    matter = [pk for pk in drawings if told.get(pk) != read[pk].digit]
    answers = defaultdict(list)
    for one in Prediction.objects.filter(drawing__in=matter).order_by("-given", "pk"):
        answers[one.drawing_id].append(one)
    moved = []
    for drawing in (drawings[pk] for pk in matter):
        before = drawing.waits_for, drawing.rank
        drawing.waits_for, drawing.rank = before_a_label(drawing, answers[drawing.pk])
        if (drawing.waits_for, drawing.rank) != before:
            moved.append(drawing)
    Drawing.objects.bulk_update(moved, ["waits_for", "rank"])
    return len(moved)
