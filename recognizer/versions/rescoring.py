"""A version's answers to drawings that are kept already, and who waits for review then.

The pictures go to processes that know no database; the answers come back here.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from uuid import UUID

from django.db import transaction

from ml.inference.workers import work
from ml.numbers.batch_reader import BatchReader
from ml.numbers.drawing_answer import DrawingAnswer
from recognizer.labelling.triage import reason_and_rank
from recognizer.models import Drawing, DrawingQuerySet, ModelVersion, Prediction, shown
from recognizer.versions.classifiers import classifier_options, load_classifier

log = logging.getLogger(__name__)

Answers = dict[UUID, DrawingAnswer | None]  # None: the picture cannot be read

JOB = 50  # pictures that a process takes at a time; their answers are kept together


@dataclass(frozen=True)
class Rescored:
    """How many drawings a version was asked about, by what came of them."""

    answers: int = 0
    unreadable: int = 0
    waits_changed: int = 0  # came to the queue, left it, or wait for another reason

    def __add__(self, other: Rescored) -> Rescored:
        return Rescored(
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
) -> Iterator[Rescored]:
    """Ask a version about those drawings that lack its answer, the oldest first.

    Yields after each JOB of them, whose answers are kept by then: a run that is stopped
    can be started again. A drawing that cannot be read is asked about in each run.
    Raises BadVersion (ml.inference.classifier).
    """
    ids = islice(unanswered_ids(version, drawings), limit)
    for answers in answer_all(version, ids, workers):
        yield keep_answers(version, answers)


def answer_all(
    version: ModelVersion, ids: Iterable[UUID], workers: int | None = None
) -> Iterator[Answers]:
    """Yield the version's answers to these drawings, JOB by JOB; keep nothing.

    Raises BadVersion.
    """
    load_classifier(version)  # raises here, and not in a process that dies of it
    litert = bytes(version.files.litert)
    make_reader = partial(BatchReader, litert, **classifier_options(version))
    yield from work(make_reader, read_pictures(iter(ids)), workers)


def count_unanswered(version: ModelVersion, drawings: DrawingQuerySet) -> int:
    """How many of the drawings lack the version's answer."""
    answered = Prediction.objects.filter(version=version, drawing__in=drawings)
    return drawings.count() - answered.count()


def unanswered_ids(version: ModelVersion, drawings: DrawingQuerySet) -> Iterator[UUID]:
    """Ids, the oldest drawing first.

    A query of its own says which drawings of a page are answered. So PostgreSQL reads
    one page and not the whole table, whatever it estimates for a new version.
    """
    for page in drawings.id_pages():
        yield from without_answer(version, page)


def without_answer(version: ModelVersion, ids: Sequence[UUID]) -> list[UUID]:
    """Those of a page of ids whose drawings lack the version's answer."""
    answered = Prediction.objects.filter(version=version, drawing__in=ids)
    answered_ids = set(answered.order_by().values_list("drawing", flat=True))
    return [pk for pk in ids if pk not in answered_ids]


def read_pictures(ids: Iterator[UUID]) -> Iterator[dict[UUID, bytes]]:
    """Jobs for a BatchReader; a drawing that was deleted meanwhile is in none."""
    while page := list(islice(ids, JOB)):
        drawings = Drawing.objects.filter(pk__in=page).order_by()
        rows = drawings.values_list("pk", "picture")
        yield {pk: bytes(picture) for pk, picture in rows}


@transaction.atomic
def keep_answers(version: ModelVersion, answers: Answers) -> Rescored:
    """Keep the answers, and put drawings that versions disagree about in the queue.

    The rows are locked first, so that a label or a claim comes either before or after.
    Labels lock twins in the same order: nobody waits for each other for ever.
    """
    read = {pk: answer for pk, answer in answers.items() if answer}
    rows = Drawing.objects.filter(pk__in=read).select_for_update(no_key=True)
    rows = rows.defer("picture", "strokes").order_by("pk")
    drawings = [*rows]  # one that was deleted meanwhile is not among them
    Prediction.objects.bulk_create(
        (
            Prediction(drawing=drawing, version=version, **vars(read[drawing.pk]))
            for drawing in drawings
        ),
        ignore_conflicts=True,  # another run was faster
    )
    unlabelled = {row.pk: row for row in drawings if row.label is None}
    changed = triage_again(unlabelled, read)
    for pk in answers.keys() - read:
        log.warning("Drawing %s is left out: its picture cannot be read.", pk)
    return Rescored(len(drawings), len(answers) - len(read), changed)


def triage_again(drawings: dict[UUID, Drawing], read: dict[UUID, DrawingAnswer]) -> int:
    """Decide anew which drawings wait, and why; returns how many changed their place.

    Only where the new answer differs from the one that the visitor was given.
    """
    rows = Prediction.objects.filter(drawing__in=drawings, given=True).order_by()
    columns = rows.values_list("drawing", "digit", "number")
    given = {pk: shown(digit, number) for pk, digit, number in columns}
    differing = [pk for pk in drawings if given.get(pk) != read[pk].answer_value]
    answers = defaultdict(list)
    predictions = Prediction.objects.filter(drawing__in=differing)
    for prediction in predictions.order_by("-given", "pk"):
        answers[prediction.drawing_id].append(prediction)
    moved = []
    for drawing in (drawings[pk] for pk in differing):
        before = drawing.waits_for, drawing.rank
        drawing.waits_for, drawing.rank = reason_and_rank(drawing, answers[drawing.pk])
        if (drawing.waits_for, drawing.rank) != before:
            moved.append(drawing)
    Drawing.objects.bulk_update(moved, ["waits_for", "rank"])
    return len(moved)
