"""Pictures of files -> rows: recognised and labelled, each once, a batch at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from ml.preprocessing.errors import BadImage, Blank
from recognizer.drawings.recognition import save_imported
from recognizer.imports.candidates import Candidate, KnownDrawings
from recognizer.imports.containers import BadFile
from recognizer.imports.records import (
    EVERYTHING,
    ImportedPicture,
    Record,
    Refusal,
)
from recognizer.imports.turns import Turn
from recognizer.labelling.labels import Overtaken, label_drawing, label_unsaved
from recognizer.locks import wait_for_turn
from recognizer.models import (
    Drawing,
    LabelChange,
    Prediction,
    Reason,
    Shown,
    Where,
)

BATCH = 100  # pictures in memory, and in one transaction
REFUSED = (BadFile, BadImage, Blank)


class Answered(NamedTuple):
    """A picture that was read."""

    candidate: Candidate
    prediction: Prediction | None  # None where its drawing was here already


@dataclass
class Tally:
    """What became of pictures."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    without_label: list[str] = field(default_factory=list)  # their names

    def refuse(self, refusal: Refusal) -> None:
        self.counts["refused"] += 1
        self.refusals.append(refusal)


@dataclass
class Batch:
    """Pictures that are read, and are to be kept."""

    answered: list[Answered]
    tally: Tally


class Label(NamedTuple):
    """A label that is to be set."""

    drawing: Drawing
    value: Shown
    is_doubtful: bool


@dataclass(frozen=True)
class Import:
    """How to import."""

    by: User | None = None  # who vouches for the labels
    turn: Turn | None = None  # to be done to each picture
    doubtful: Collection[str] = ()  # sources whose labels wait for somebody to look
    dry_run: bool = False

    def run(self, records: Iterable[Record]) -> Iterator[Tally]:
        """Import all of them; yield what became of each batch.

        Raises NoVersion (recognizer.versions.predictor) where none can answer.
        """
        for batch in batches(records):
            answered = self.read(batch)
            with transaction.atomic():
                tally = self.keep(answered)
            yield tally

    def read(self, records: Iterable[Record]) -> Batch:
        """Read and recognise the pictures that are not here yet: the slow part.

        Raises NoVersion.
        """
        batch = Batch([], Tally())
        candidates = []
        for record in records:
            if isinstance(record, Refusal):
                batch.tally.refuse(record)
            else:
                candidates.append(Candidate.check(record, self.turn))
        known = KnownDrawings(candidates)
        for candidate in candidates:
            try:
                answer(candidate, known, batch)
            except REFUSED as error:
                batch.tally.refuse(Refusal(candidate.record.name, str(error)))
        return batch

    def keep(self, batch: Batch) -> Tally:
        """Save the new drawings and set labels, inside the caller's transaction.

        Imports keep their batches one after the other, and each looks again for what
        is here: of two that have read the same picture at the same time, one keeps it.
        """
        if not self.dry_run:
            wait_for_turn("import")
        known = KnownDrawings([candidate for candidate, _ in batch.answered])
        labels: dict[UUID, Label] = {}
        for candidate, prediction in batch.answered:
            record = candidate.record
            try:
                drawing = find_or_add(candidate, prediction, known, batch.tally)
            except REFUSED as error:
                batch.tally.refuse(Refusal(record.name, str(error)))
                continue
            if record.label is not None:
                doubtful = self._is_doubtful(record)
                if drawing.label is None or is_doubted(drawing, record.label):
                    label = Label(drawing, record.label, doubtful)
                    labels.setdefault(drawing.pk, label)
            elif drawing.label is None:
                batch.tally.counts["unlabelled"] += 1
                batch.tally.without_label.append(record.name)
        batch.tally.counts["kept"] += len(known.new)
        self._write(known.new, labels, batch.tally.counts)
        return batch.tally

    def _is_doubtful(self, record: ImportedPicture) -> bool:
        return EVERYTHING in self.doubtful or record.source in self.doubtful

    def _write(
        self, new: list[Prediction], labels: dict[UUID, Label], counts: Counter[str]
    ) -> None:
        """Save new drawings with their labels, and set those of the others."""
        if not self.by:
            counts["not_labelled"] += len(labels)
            labels = {}
        set_labels = list(labels.values())
        if not self.dry_run:
            set_labels = write(new, labels, self.by)
        counts["labelled"] += len(set_labels)
        counts["held_back"] += sum(label.is_doubtful for label in set_labels)


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    records = iter(records)
    while batch := list(islice(records, BATCH)):
        yield batch


def answer(candidate: Candidate, known: KnownDrawings, batch: Batch) -> None:
    """Recognise a picture that is not here yet, and add it to the batch.

    Another section keeps the drawing of a repeat, perhaps at this moment. Raises
    BadFile, BadImage, Blank and NoVersion.
    """
    drawing, prediction = known.find(candidate), None
    if candidate.record.is_repeat:
        if not drawing:
            candidate.check_readable()
        batch.tally.counts["known"] += 1
        return
    if not drawing:
        prediction = candidate.recognise()
        known.add(prediction)
    batch.answered.append(Answered(candidate, prediction))


def find_or_add(
    candidate: Candidate,
    prediction: Prediction | None,
    known: KnownDrawings,
    tally: Tally,
) -> Drawing:
    """Return the drawing that is here already, or else a new one, not saved yet.

    Raises BadFile where another picture has its id; and BadImage, Blank or NoVersion
    where it was here a moment ago and is read only now.
    """
    if drawing := known.find(candidate):
        tally.counts["known"] += 1
        return drawing
    prediction = prediction or candidate.recognise()
    known.add(prediction)
    return prediction.drawing


def write(
    new: list[Prediction], labels: dict[UUID, Label], by: User | None
) -> list[Label]:
    """Save the new drawings, and set all labels; return those that are set."""
    changes: list[LabelChange] = []
    set_labels: list[Label] = []
    for prediction in new:
        if by and (label := labels.pop(prediction.drawing.pk, None)):
            changes.append(
                label_unsaved(
                    label.drawing,
                    label.value,
                    by=by,
                    where=Where.IMPORT,
                    doubtful=label.is_doubtful,
                )
            )
            set_labels.append(label)
    save_imported(new)
    LabelChange.objects.bulk_create(changes)
    if by:
        set_labels += [label for label in labels.values() if set_label(label, by)]
    return set_labels


def set_label(label: Label, by: User) -> bool:
    """Whether the label is set; a reviewer who was faster keeps theirs."""
    drawing, value, doubtful = label
    over = [drawing.label_value]
    how: dict[str, Any] = {"where": Where.IMPORT, "over": over, "doubtful": doubtful}
    try:
        label_drawing(drawing, value, by=by, **how)
    except Overtaken:
        return False
    return True


def is_doubted(drawing: Drawing, label: Shown) -> bool:
    """Whether another file's label stands there, and nobody has believed it yet."""
    return drawing.waits_for == Reason.DOUBTFUL and drawing.label_value != label
