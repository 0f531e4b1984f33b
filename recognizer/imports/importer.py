"""Pictures -> rows: read, recognised and labelled, each once, many at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.metadata import strip_metadata
from recognizer.drawings import recognition
from recognizer.drawings.fingerprints import picture_hash
from recognizer.drawings.recognition import keep_imported
from recognizer.imports.records import Found, Refused
from recognizer.labelling.labels import Overtaken, label_drawing
from recognizer.models import Drawing, Prediction, Where

BATCH = 100  # pictures in memory, and in one transaction


@dataclass
class Import:
    """Keeps what is found; counts what became of it."""

    by: User | None = None  # who vouches for the labels
    dry_run: bool = False
    report: Callable[[Refused], object] = lambda refused: None
    kept: int = 0
    known: int = 0  # here already
    labelled: int = 0
    not_labelled: int = 0  # since nobody vouches
    refused: int = 0

    def run(self, found: Iterable[Found | Refused]) -> None:
        """Raises NoVersion (recognizer.versions.predictor) where none can answer."""
        found = iter(found)
        while batch := list(islice(found, BATCH)):
            pictures = [one for one in batch if isinstance(one, Found)]
            for one in batch:
                if isinstance(one, Refused):
                    self.refuse(one)
            Batch(self, pictures).keep()

    def refuse(self, refused: Refused) -> None:
        self.refused += 1
        self.report(refused)


@dataclass
class Batch:
    """Some pictures: what is known of them, then what becomes rows."""

    of: Import
    pictures: list[Found]
    new: list[Prediction] = field(default_factory=list)
    labels: dict[UUID, tuple[Drawing, int]] = field(default_factory=dict)

    def keep(self) -> None:
        hashed = [(one, hash_of(one.picture)) for one in self.pictures]
        self.look_up(hashed)
        for one, hash in hashed:
            self.take(one, hash)
        with transaction.atomic():
            if not self.of.dry_run:
                keep_imported(self.new)
            self.label()
        self.of.kept += len(self.new)

    def look_up(self, hashed: list[tuple[Found, str | None]]) -> None:
        rows = Drawing.objects.only("picture_hash", "tile_hash", "label")
        ids = [one.id for one, _ in hashed if one.id]
        hashes = [hash for one, hash in hashed if hash and not one.id]
        tiles = [one.tile_hash for one, _ in hashed if one.tile_hash]
        self.by_id: dict[UUID, Drawing] = rows.in_bulk(ids)
        same = rows.filter(Q(picture_hash__in=hashes) | Q(tile_hash__in=tiles))
        # Of twins the one that was labelled last: the later takes the place in a dict.
        same = same.order_by(F("labelled_at").asc(nulls_first=True))
        self.by_hash = {drawing.picture_hash: drawing for drawing in same}
        self.by_tile = {drawing.tile_hash: drawing for drawing in same}

    def find(self, one: Found, hash: str | None) -> Drawing | None:
        """The same drawing, if it is here: by its id alone where it has one."""
        if one.id:
            return self.by_id.get(one.id)
        return self.by_tile.get(one.tile_hash) or self.by_hash.get(hash)

    def take(self, one: Found, hash: str | None) -> None:
        known = self.find(one, hash)
        if known and one.id and known.picture_hash != hash:
            why = f"Another picture has the id {one.id} already."
            return self.of.refuse(Refused(one.name, why))
        if known:
            self.of.known += 1
            drawing = known
        else:
            drawing = self.answer(one)
        if drawing and drawing.label is None and one.label is not None:
            self.labels.setdefault(drawing.pk, (drawing, one.label))

    def answer(self, one: Found) -> Drawing | None:
        """The new drawing, not kept yet; None where it is refused."""
        said = {name: getattr(one, name) for name in ("id", "claim", "created_at")}
        given = {name: value for name, value in said.items() if value is not None}
        drawing = Drawing(**given, strokes=one.strokes)
        try:
            self.new.append(recognition.answer(drawing, one.picture))
        except (BadImage, Blank) as error:
            return self.of.refuse(Refused(one.name, str(error)))
        # to_tile() of a tile's picture is another tile, and nobody's twin.
        drawing.tile_hash = one.tile_hash or drawing.tile_hash
        self.by_id[drawing.pk] = self.by_hash[drawing.picture_hash] = drawing
        self.by_tile[drawing.tile_hash] = drawing
        return drawing

    def label(self) -> None:
        if not self.of.by:
            self.of.not_labelled += len(self.labels)
            return
        for drawing, digit in self.labels.values():
            self.of.labelled += self.of.dry_run or self.set_label(drawing, digit)

    def set_label(self, drawing: Drawing, digit: int) -> bool:
        """False where a reviewer was faster: their label stands."""
        by = self.of.by
        try:
            label_drawing(drawing, digit, by=by, where=Where.IMPORT, over=[None])
        except Overtaken:
            return False
        return True


def hash_of(picture: bytes) -> str | None:
    """As recognition.answer() keeps it; None of what is no picture."""
    try:
        return picture_hash(strip_metadata(picture))
    except BadImage:
        return None
