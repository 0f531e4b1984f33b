"""Pictures of files -> rows: recognised and labelled, each once, a batch at a time."""

from collections.abc import Callable, Collection, Iterable
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
from recognizer.labelling.labels import Overtaken, label_drawing
from recognizer.models import Drawing, Reason, Where

BATCH = 100  # pictures in memory, and in one transaction
NAMED = 3  # of the pictures without a label


class Label(NamedTuple):
    """A label that is to be set."""

    drawing: Drawing
    digit: int
    is_doubtful: bool


@dataclass
class Import:
    """How to import, and how many pictures became what."""

    by: User | None = None  # who vouches for the labels
    turn: Turn | None = None  # to be done to each picture
    doubtful: Collection[str] = ()  # sources whose labels wait for somebody to look
    dry_run: bool = False
    report: Callable[[Refusal], object] = lambda refusal: None
    kept: int = 0
    known: int = 0  # were here already
    labelled: int = 0
    held_back: int = 0  # of these, since they are doubtful
    not_labelled: int = 0  # since nobody vouches
    unlabelled: int = 0  # since the files do not say what they are
    first_unlabelled: list[str] = field(default_factory=list)
    refused: int = 0

    def run(self, records: Iterable[Record]) -> None:
        """Import all of them.

        Raises NoVersion (recognizer.versions.predictor) where none can answer.
        """
        records = iter(records)
        while batch := list(islice(records, BATCH)):
            pictures = []
            for record in batch:
                if isinstance(record, Refusal):
                    self._refuse(record)
                else:
                    pictures.append(record)
            self._import_batch(pictures)

    def _import_batch(self, records: list[ImportedPicture]) -> None:
        """Save the new drawings and set the labels, in one transaction."""
        candidates = [Candidate.check(record, self.turn) for record in records]
        known = KnownDrawings(candidates)
        labels: dict[UUID, Label] = {}
        for candidate in candidates:
            try:
                drawing = self._find_or_recognise(candidate, known)
            except (BadFile, BadImage, Blank) as error:
                self._refuse(Refusal(candidate.record.name, str(error)))
                continue
            label = candidate.record.label
            if label is None:
                self._count_unlabelled(drawing, candidate.record.name)
            elif drawing.label is None or is_doubted(drawing, label):
                doubtful = self._is_doubtful(candidate.record.source)
                labels.setdefault(drawing.pk, Label(drawing, label, doubtful))
        with transaction.atomic():
            if not self.dry_run:
                save_imported(known.new)
            self._set_labels(labels.values())
        self.kept += len(known.new)

    def _find_or_recognise(self, candidate: Candidate, known: KnownDrawings) -> Drawing:
        """Return the drawing that is here already, or else a new one, not saved yet.

        Raises BadFile, BadImage or Blank where the picture is refused.
        """
        if drawing := known.find(candidate):
            self.known += 1
            return drawing
        prediction = candidate.recognise()
        known.add(prediction)
        return prediction.drawing

    def _is_doubtful(self, source: str) -> bool:
        return EVERYTHING in self.doubtful or source in self.doubtful

    def _count_unlabelled(self, drawing: Drawing, name: str) -> None:
        if drawing.label is None:
            self.unlabelled += 1
            if len(self.first_unlabelled) < NAMED:
                self.first_unlabelled.append(name)

    def _refuse(self, refusal: Refusal) -> None:
        self.refused += 1
        self.report(refusal)

    def _set_labels(self, labels: Collection[Label]) -> None:
        if not self.by:
            self.not_labelled += len(labels)
            return
        for label in labels:
            if self.dry_run or _set_label(label, self.by):
                self.labelled += 1
                self.held_back += label.is_doubtful


def _set_label(label: Label, by: User) -> bool:
    """Whether the label is set; a reviewer who was faster keeps theirs."""
    drawing, digit, doubtful = label
    over = [drawing.label]
    how: dict[str, Any] = {"where": Where.IMPORT, "over": over, "doubtful": doubtful}
    try:
        label_drawing(drawing, digit, by=by, **how)
    except Overtaken:
        return False
    return True


def is_doubted(drawing: Drawing, label: int) -> bool:
    """Whether another file's label stands there, and nobody has believed it yet."""
    return drawing.waits_for == Reason.DOUBTFUL and drawing.label != label
