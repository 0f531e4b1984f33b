"""A drawing is forgotten: it goes, with all that says anything about it.

Its random id stays in versions' lists of what trained, judged and was left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from recognizer.deletion.redaction import drawings_in, without
from recognizer.models import Drawing, LabelChange, Prediction, Training
from recognizer.versions.lineage import built_on

BATCH = 1_000  # drawings deleted by one query


@dataclass(frozen=True)
class Versions:
    """What some drawings had a part in: versions, by name."""

    trained: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    built_on: tuple[str, ...] = ()  # fine-tuned from a trained one, or so on

    def __add__(self, other: Versions) -> Versions:
        trained = _both(self.trained, other.trained)
        built_on = _both(self.built_on, other.built_on)
        built_on = tuple(name for name in built_on if name not in trained)
        return Versions(trained, _both(self.judged, other.judged), built_on)

    def __str__(self) -> str:
        said = []
        if self.trained:
            names = ", ".join(self.trained)
            after = "the next fine-tune leaves out what is deleted"
            said += [f"Trained versions: {names}; {after}."]
        if self.built_on:
            said += [f"Built on these: {', '.join(self.built_on)}."]
        if self.judged:
            said += [f"Judged versions: {', '.join(self.judged)}."]
        return " ".join(said) or "No version was trained on it."


@dataclass(frozen=True)
class Forgotten:
    """How many rows are deleted, or would be."""

    drawings: int = 0
    predictions: int = 0
    label_changes: int = 0
    versions: Versions = Versions()

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(
            self.drawings + other.drawings,
            self.predictions + other.predictions,
            self.label_changes + other.label_changes,
            self.versions + other.versions,
        )

    def __str__(self) -> str:
        counts = {
            "drawing": self.drawings,
            "prediction": self.predictions,
            "label change": self.label_changes,
        }
        said = (f"{n:,} {name}{'s' * (n != 1)}" for name, n in counts.items())
        return ", ".join(said)


@transaction.atomic
def forget(drawings: QuerySet[Drawing]) -> Forgotten:
    """Delete these drawings, all or none, with all that is kept of them.

    That is picture, strokes, claim, label, answers, label changes, the admin's log and
    what reports of fine-tunes show. What `drawings` filters by holds when they go: a
    label set meanwhile saves one that may go only without. Not for slices.
    """
    rows = drawings.order_by("pk").select_for_update(of=("self",)).only("pk")
    ids = [drawing.pk for drawing in rows.iterator(BATCH)]
    done = Forgotten()
    for i in range(0, len(ids), BATCH):
        done += _forget(ids[i : i + BATCH])
    return done


def would_forget(drawings: QuerySet[Drawing]) -> Forgotten:
    """What forget() would delete."""
    there = drawings.order_by().values("pk")
    return Forgotten(
        there.count(),
        Prediction.objects.filter(drawing__in=there).count(),
        LabelChange.objects.filter(drawing__in=there).count(),
        versions_made_with(drawings),
    )


def versions_made_with(drawings: QuerySet[Drawing]) -> Versions:
    """Which versions any of these drawings trained or judged."""
    ids = _labelled_once(drawings)
    return _versions(ids) if ids else Versions()


def without_deleted(report: str) -> str:
    """A report without what was deleted while it was made.

    What is there still cannot be deleted until the transaction ends that keeps it.
    """
    shown = drawings_in(report)
    rows = Drawing.objects.select_for_update().filter(pk__in=shown).order_by("pk")
    return without(report, shown - set(rows.values_list("pk", flat=True)))


def deleted_of(ids: Collection[str]) -> int:
    """How many of a training's drawings are here no longer."""
    gone, ids = len(ids), list(ids)
    for i in range(0, len(ids), BATCH):
        gone -= Drawing.objects.filter(pk__in=ids[i : i + BATCH]).count()
    return gone


def _forget(ids: list[UUID]) -> Forgotten:
    drawings = Drawing.objects.filter(pk__in=ids)
    versions = versions_made_with(drawings)
    if versions.judged:
        _redact(versions.judged, set(ids))
    kind = ContentType.objects.get_for_model(Drawing)
    LogEntry.objects.filter(content_type=kind, object_id__in=map(str, ids)).delete()
    _, deleted = drawings.only("pk").delete()
    models = (Drawing, Prediction, LabelChange)
    return Forgotten(*(deleted.get(m._meta.label, 0) for m in models), versions)


def _labelled_once(drawings: QuerySet[Drawing]) -> set[str]:
    """Ids of those that ever had a label: no other has trained."""
    changes = LabelChange.objects.filter(drawing__in=drawings.order_by().values("pk"))
    ids = changes.order_by().values_list("drawing", flat=True).distinct()
    return {str(pk) for pk in ids}


def _versions(ids: set[str]) -> Versions:
    trained, judged = [], []
    rows = Training.objects.order_by("pk").select_related("version")
    for row in rows.only("drawings", "held_out", "version__name").iterator(1):
        for names, part in ((trained, row.drawings), (judged, row.held_out)):
            if not ids.isdisjoint(part):
                names.append(row.version.name)
    return Versions(tuple(trained), tuple(judged), tuple(built_on(trained)))


def _redact(names: Collection[str], ids: set[UUID]) -> None:
    """Take the drawings out of reports: all that ever changes of a training."""
    rows = Training._base_manager.filter(version__name__in=names).order_by("pk")
    for row in rows.select_for_update().only("report"):
        same_row = Training._base_manager.filter(pk=row.pk)
        same_row.update(report=without(row.report, ids))


def _both(some: tuple, others: tuple) -> tuple:
    return tuple(sorted({*some, *others}))
