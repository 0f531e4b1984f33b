"""What was true only at the moment of the backup, and would confuse afterwards."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.db.models.functions import Now

from recognizer.models import Job, JobState, JobWorker, Lock

SENTENCE = "It was at work when the backup was made that the site was restored from."


def settle() -> None:
    """End sessions and locks, forget workers, and end the backup's own job.

    Other jobs go on from where their rows say. The tables may be of an earlier release.
    """
    tables = set(connection.introspection.table_names())

    def has(model: type[Model]) -> bool:
        return model._meta.db_table in tables

    if has(Session):  # one that was ended since must not be valid again
        Session.objects.all().delete()
    if has(Lock):
        Lock.objects.update(expires_at=Now())
    if has(JobWorker):
        JobWorker.objects.all().delete()
    if has(Job):
        ended = {"state": JobState.CANCELLED, "finished_at": Now()}
        backups = Job.objects.unfinished().filter(kind="backup")
        backups.update(**ended, sentence=SENTENCE)
