"""The promoted version's classifier, once per process; notices a promotion."""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.db import connection

from digitsite.counters import version_loaded
from digitsite.database.errors import NO_ANSWER
from ml.inference.classifier import BadVersion, Classifier
from recognizer.models import ModelVersion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.promoted_versions import promoted_id, promoted_ids

log = logging.getLogger(__name__)

ASKED_EVERY = 0.5  # s: for so long a process answers without asking what is promoted
IDLE_AFTER = 1.0  # s without a request, after which the next one waits for a load
RETRY_DAMAGED_AFTER = 10.0  # s until it tries damaged versions again: 5 to 25 ms

LOADER = "version loader"  # the thread that loads while the old version answers


class NoVersion(Exception):
    """Nothing is promoted yet, or nothing that is promoted can be loaded."""


@dataclass(frozen=True)
class Serving:
    """A version and its loaded classifier."""

    version: ModelVersion
    classifier: Classifier


class Predictor:
    """Answers with the newest promotion whose version loads; shared by all threads."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget what is loaded, as if the process had just started."""
        self._serving: Serving | None = None
        self._damaged: dict[int, str] = {}  # why versions could not be loaded, by id
        self._retry_at = -math.inf  # when these are tried again
        self._last_asked = -math.inf  # when a request last asked what is promoted
        self._last_up_to_date = -math.inf  # when a request last saw nothing to load

    def answering_id(self) -> int | None:
        """The id of the version that answers, the promoted one if it loads; or None."""
        try:
            current = self.serving()
        except NoVersion:
            return None
        promoted = promoted_id()
        return current.version.pk if promoted in self._damaged else promoted

    def serving(self) -> Serving:
        """The version that answers now: one indexed query every ASKED_EVERY seconds.

        In a busy process a separate thread loads a newly promoted version, and the old
        one answers until it is loaded, so that no request waits. In a process that was
        not asked for IDLE_AFTER seconds the request waits for the load, 5 to 25 ms:
        hours after a rollback no visitor is answered by the bad version. Where the
        promoted version cannot be loaded, the newest that can goes on answering, and
        the others are tried again every RETRY_DAMAGED_AFTER seconds. Raises NoVersion
        if there is none to answer.
        """
        asked = time.monotonic()
        current = self._serving
        if current and asked < self._last_asked + ASKED_EVERY:
            return current
        wanted = promoted_id()
        if wanted is None:
            raise NoVersion
        self._last_asked = asked
        if self._is_settled(wanted):
            self._last_up_to_date = asked
        elif current is None:
            with self._loading:
                self._load_newest()
        elif wanted not in self._damaged and asked - self._last_up_to_date > IDLE_AFTER:
            with self._loading:
                self._load_or_log()
        elif self._loading.acquire(blocking=False):
            self._load_aside()
        if self._serving is None:
            raise NoVersion
        return self._serving

    def adopt(self, version: ModelVersion, classifier: Classifier) -> None:
        """Answer with a version that this process has loaded already."""
        self._damaged.pop(version.pk, None)
        if self._serving:
            version_loaded.labels(self._serving.version.name).set(0)
        version_loaded.labels(version.name).set(1)
        self._serving = Serving(version, classifier)

    def warm_up(self) -> None:
        """Load the promoted version in a thread: no start waits for the database."""
        threading.Thread(target=self._warm_up, name=LOADER, daemon=True).start()

    def _warm_up(self) -> None:
        try:
            self.serving()
        except NoVersion:
            log.warning("No version answers yet: none is promoted.")
        except DatabaseError as error:
            log.error("No version answers yet: %s", error)
        finally:
            connection.close()

    def warning(self) -> str:
        """Why another version than the promoted one answers; '' if all is well.

        Raises NoVersion if none answers.
        """
        current = self.serving()
        promoted = promoted_id()
        if promoted not in self._damaged:
            return ""  # it answers, or is being loaded
        name = ModelVersion.objects.only("name").get(pk=promoted)
        return (
            f"{name} was promoted last and cannot be loaded: the log says why. "
            f"{current.version} answers."
        )

    def _is_settled(self, wanted: int) -> bool:
        """Nothing is to be loaded: it answers, or was found damaged a moment ago."""
        if wanted in self._damaged:
            return time.monotonic() < self._retry_at
        return self._serving is not None and self._serving.version.pk == wanted

    def _load_aside(self) -> None:
        """Load in a thread, and hand it the lock; without a thread, load here."""
        try:
            threading.Thread(
                target=self._load_in_background, name=LOADER, daemon=True
            ).start()
        except (RuntimeError, MemoryError):  # "can't start new thread"
            self._load_and_release()

    def _load_in_background(self) -> None:
        """Load in a thread, which has a database connection of its own."""
        try:
            self._load_and_release()
        finally:
            connection.close()

    def _load_and_release(self) -> None:
        try:
            self._load_or_log()
        finally:
            self._loading.release()

    def _load_or_log(self) -> None:
        try:
            self._load_newest()
        except Exception:
            log.exception("The promoted version is not loaded yet.")

    def _load_newest(self) -> None:
        """Load the newest promoted version that loads, unless a thread was first.

        One that answers already is not read again.
        """
        if self._is_settled(promoted_id()):
            return
        for pk in promoted_ids():
            if self._serving and self._serving.version.pk == pk:
                return
            if self._load(pk):
                return

    def _load(self, pk: int) -> bool:
        """Load a version and answer with it, or log, once, why it cannot be loaded."""
        version = ModelVersion.objects.get(pk=pk)
        try:
            self.adopt(version, load_classifier(version))
        except NO_ANSWER:  # which says nothing of the version
            raise
        except Exception as error:
            self._retry_at = time.monotonic() + RETRY_DAMAGED_AFTER
            if self._damaged.get(pk) != str(error):
                unknown = not isinstance(error, BadVersion)
                log.error("%s cannot be loaded: %s", version, error, exc_info=unknown)
            self._damaged[pk] = str(error)
            return False
        log.info("Version %s answers.", version)
        return True


predictor = Predictor()  # this process's own
