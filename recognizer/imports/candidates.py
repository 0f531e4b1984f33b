"""A batch of pictures to import, and the drawings that are here already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from ml.preprocessing.errors import BadImage
from ml.preprocessing.ink import find_ink
from ml.preprocessing.picture import Picture, check_kept_picture
from recognizer.drawings.fingerprints import picture_hash
from recognizer.drawings.recognition import check_upload, recognise_unsaved
from recognizer.imports.containers import BadFile
from recognizer.imports.records import ImportedPicture
from recognizer.imports.turns import Turn, turned
from recognizer.models import Drawing, Prediction, class_of, number_of


@dataclass(frozen=True)
class Candidate:
    """A picture to import, checked."""

    record: ImportedPicture
    picture: Picture | None  # None where it cannot be read
    picture_hash: str | None
    refusal: BadImage | None  # why it cannot become a new drawing

    @classmethod
    def check(cls, record: ImportedPicture, turn: Turn | None = None) -> Candidate:
        """Check a picture as an upload is checked; what is wrong with it is kept.

        With a `turn`, the candidate is the turned picture.
        """
        refusal = None
        try:
            picture = check_upload(record.picture)
            if turn:
                record = turned(record, picture, turn)
                picture = check_upload(record.picture)
        except BadImage as error:
            picture, refusal = _check_without_limits(record.picture), error
        return cls(
            record, picture, picture_hash(picture.file) if picture else None, refusal
        )

    def recognise(self) -> Prediction:
        """Return the answer to a new drawing; save neither.

        Raises TooLarge, BadImage, Blank and NoVersion.
        """
        if self.refusal:
            raise self.refusal
        record = self.record
        facts = {
            "id": record.id,
            "claim": class_of(record.claim),
            "claim_number": number_of(record.claim) or None,
            "created_at": record.created_at,
            "strokes": record.strokes,
        }
        stated = {name: fact for name, fact in facts.items() if fact is not None}
        assert self.picture  # else it would have been refused
        prediction = recognise_unsaved(Drawing(**stated), self.picture)
        if record.tile_hash:
            # to_tile() of a tile's picture is another tile, and nobody's twin.
            prediction.drawing.tile_hash = record.tile_hash
        return prediction

    def check_readable(self) -> None:
        """Raises BadImage or Blank where it cannot become a new drawing."""
        if self.refusal:
            raise self.refusal
        assert self.picture  # else it would have been refused
        find_ink(self.picture)


def _check_without_limits(picture: bytes) -> Picture | None:
    """Return what is too large for an upload today, but may be here already."""
    try:
        return check_kept_picture(picture)
    except BadImage:
        return None


class KnownDrawings:
    """Drawings, kept or about to be, by what tells that a candidate is the same."""

    def __init__(self, candidates: list[Candidate]):
        """Look up the drawings of a batch, in two queries at most."""
        self.new: list[Prediction] = []  # of drawings about to be kept
        records = [candidate.record for candidate in candidates]
        ids = [record.id for record in records if record.id]
        tiles = [record.tile_hash for record in records if record.tile_hash]
        pictures = [
            candidate.picture_hash
            for candidate in candidates
            if candidate.picture_hash and not candidate.record.id
        ]
        known = ("picture_hash", "tile_hash", "label", "label_number", "waits_for")
        drawings = Drawing.objects.only(*known)
        twins = drawings.filter(Q(picture_hash__in=pictures) | Q(tile_hash__in=tiles))
        self._by_id: dict[UUID, Drawing] = drawings.in_bulk(ids)
        self._by_picture: dict[str | None, Drawing] = {}
        self._by_tile: dict[str | None, Drawing] = {}
        # Of twins the one that was labelled last: the later takes the place in a dict.
        for drawing in twins.order_by(F("labelled_at").asc(nulls_first=True)):
            self._by_picture[drawing.picture_hash] = drawing
            self._by_tile[drawing.tile_hash] = drawing

    def find(self, candidate: Candidate) -> Drawing | None:
        """Return the candidate's drawing: by its id alone where it has one.

        Raises BadFile where another picture has the id.
        """
        record = candidate.record
        if not record.id:
            by_tile = self._by_tile.get(record.tile_hash)
            return by_tile or self._by_picture.get(candidate.picture_hash)
        drawing = self._by_id.get(record.id)
        if drawing and drawing.picture_hash != candidate.picture_hash:
            raise BadFile(f"Another picture has the id {record.id} already.")
        return drawing

    def add(self, prediction: Prediction) -> None:
        """Take in a new drawing, which later candidates may be the same as."""
        drawing = prediction.drawing
        self.new.append(prediction)
        self._by_id[drawing.pk] = drawing
        self._by_picture[drawing.picture_hash] = drawing
        self._by_tile[drawing.tile_hash] = drawing
