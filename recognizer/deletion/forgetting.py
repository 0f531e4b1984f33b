"""Forget drawings: delete them, with all that says anything about them.

Only their random ids stay, in the lists of which drawings trained or judged a version
or were left out, and, where there are backups, in that of what these hold.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from recognizer.deletion.exports import remove_exports_of
from recognizer.deletion.redaction import drawings_in, redact
from recognizer.deletion.trained_files import remove_trained_files
from recognizer.models import (
    Drawing,
    ForgottenDrawing,
    IdempotentRequest,
    LabelChange,
    Prediction,
    Training,
)
from recognizer.versions.lineage import built_on

BATCH = 1_000  # drawings deleted by one query


@dataclass(frozen=True)
class AffectedVersions:
    """Names of the versions that some drawings had a part in."""

    trained: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    built_on: tuple[str, ...] = ()  # descend from a trained one

    def __add__(self, other: AffectedVersions) -> AffectedVersions:
        trained = _union(self.trained, other.trained)
        judged = _union(self.judged, other.judged)
        built_on = _union(self.built_on, other.built_on)
        built_on = tuple(name for name in built_on if name not in trained)
        return AffectedVersions(trained, judged, built_on)

    def __str__(self) -> str:
        sentences = []
        if self.trained:
            names = ", ".join(self.trained)
            after = "the next fine-tune leaves out what is deleted"
            sentences += [f"Trained versions: {names}; {after}."]
        if self.built_on:
            sentences += [f"Built on these: {', '.join(self.built_on)}."]
        if self.judged:
            sentences += [f"Judged versions: {', '.join(self.judged)}."]
        return " ".join(sentences) or "No version was trained on it."


@dataclass(frozen=True)
class Forgotten:
    """How many rows are deleted, or would be."""

    drawings: int = 0
    predictions: int = 0
    label_changes: int = 0
    versions: AffectedVersions = AffectedVersions()

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
        return ", ".join(f"{n:,} {name}{'s' * (n != 1)}" for name, n in counts.items())


@transaction.atomic
def forget(drawings: QuerySet[Drawing]) -> Forgotten:
    """Delete these drawings, all or none, with all that is kept of them.

    That is picture, strokes, claim, label, answers, label changes, what was answered
    under an Idempotency-Key, the admin's log, what reports of fine-tunes show and
    exports that the site keeps. The
    rows are locked and filtered again: a drawing that was labelled meanwhile stays if
    `drawings` are those without a label. Slices cannot be deleted.
    """
    rows = drawings.order_by("pk").select_for_update(of=("self",)).only("pk")
    ids = [drawing.pk for drawing in rows.iterator(BATCH)]
    deleted = Forgotten()
    for i in range(0, len(ids), BATCH):
        deleted += _forget_batch(ids[i : i + BATCH])
    remove_trained_files()
    return deleted


def would_forget(drawings: QuerySet[Drawing]) -> Forgotten:
    """What forget() would delete."""
    ids = drawings.order_by().values("pk")
    return Forgotten(
        ids.count(),
        Prediction.objects.filter(drawing__in=ids).count(),
        LabelChange.objects.filter(drawing__in=ids).count(),
        versions_made_with(drawings),
    )


def kept_in_backups() -> str:
    """What whoever deletes is told of backups; '' where there are none."""
    if not settings.BACKUP_TO:
        return ""
    return f"Backups hold it for up to {settings.BACKUP_KEEP_DAYS} days more."


def versions_made_with(drawings: QuerySet[Drawing]) -> AffectedVersions:
    """Which versions any of these drawings trained or judged."""
    ids = _ever_labelled(drawings)
    return _affected_versions(ids) if ids else AffectedVersions()


def without_deleted(report: str) -> str:
    """A report without the drawings that were deleted while it was made.

    The others are locked: nobody deletes them before the report is committed.
    """
    shown = drawings_in(report)
    rows = Drawing.objects.select_for_update().filter(pk__in=shown).order_by("pk")
    return redact(report, shown - set(rows.values_list("pk", flat=True)))


def count_deleted(ids: Collection[str]) -> int:
    """How many of a training's drawings have been deleted since."""
    deleted, ids = len(ids), list(ids)
    for i in range(0, len(ids), BATCH):
        deleted -= Drawing.objects.filter(pk__in=ids[i : i + BATCH]).count()
    return deleted


def _forget_batch(ids: list[UUID]) -> Forgotten:
    drawings = Drawing.objects.filter(pk__in=ids)
    versions = versions_made_with(drawings)
    if versions.judged:
        _redact_reports(versions.judged, set(ids))
    model = ContentType.objects.get_for_model(Drawing)
    LogEntry.objects.filter(content_type=model, object_id__in=map(str, ids)).delete()
    IdempotentRequest.objects.filter(drawings__in=ids).delete()
    remove_exports_of(ids)
    if settings.BACKUP_TO:  # where each of them lives on for a while
        rows = [ForgottenDrawing(drawing=pk) for pk in ids]
        ForgottenDrawing.objects.bulk_create(rows, ignore_conflicts=True)
    _, deleted = drawings.only("pk").delete()
    return Forgotten(
        deleted.get(Drawing._meta.label, 0),
        deleted.get(Prediction._meta.label, 0),
        deleted.get(LabelChange._meta.label, 0),
        versions,
    )


def _ever_labelled(drawings: QuerySet[Drawing]) -> set[str]:
    """Ids of the drawings that ever had a label: only these can have trained."""
    changes = LabelChange.objects.filter(drawing__in=drawings.order_by().values("pk"))
    ids = changes.order_by().values_list("drawing", flat=True).distinct()
    return {str(pk) for pk in ids}


def _affected_versions(ids: set[str]) -> AffectedVersions:
    trained, judged = [], []
    rows = Training.objects.order_by("pk").select_related("version")
    for row in rows.only("drawings", "held_out", "version__name").iterator(1):
        if not ids.isdisjoint(row.drawings):
            trained.append(row.version.name)
        if not ids.isdisjoint(row.held_out):
            judged.append(row.version.name)
    return AffectedVersions(tuple(trained), tuple(judged), tuple(built_on(trained)))


def _redact_reports(names: Collection[str], ids: set[UUID]) -> None:
    """Take the drawings out of these versions' reports.

    By the base manager: nothing else of a training ever changes.
    """
    rows = Training._base_manager.filter(version__name__in=names).order_by("pk")
    for row in rows.select_for_update().only("report"):
        same_row = Training._base_manager.filter(pk=row.pk)
        same_row.update(report=redact(row.report, ids))


def _union(names: tuple[str, ...], more_names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*names, *more_names}))
