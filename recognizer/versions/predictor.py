"""The promoted version's classifier, once per process; notices a promotion."""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection

from ml.inference.classifier import BadVersion, Classifier
from recognizer.models import ModelVersion, Promotion
from recognizer.versions.classifiers import load_classifier

log = logging.getLogger(__name__)

IDLE_AFTER = 1.0  # s without a request, after which the next one waits for a load

LOADER = "version loader"  # the thread that loads while the old version answers

# Every request asks it, and the ORM would spend four times the query's own time.
NEWEST = f"SELECT version_id FROM {Promotion._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608


class NoVersion(Exception):
    """Nothing is promoted yet."""


@dataclass(frozen=True)
class Serving:
    """A version and its loaded classifier."""

    version: ModelVersion
    classifier: Classifier


class Predictor:
    """Loads the promoted version and follows promotions; shared by all threads."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget what is loaded, as if the process had just started."""
        self._serving: Serving | None = None
        self._refused: int | None = None  # a promoted version that cannot be loaded
        self._last_up_to_date = -math.inf  # when a request last saw nothing to load

    @staticmethod
    def promoted_id() -> int | Any:
        """The id of the version that was promoted last, or None: one query."""
        with connection.cursor() as cursor:
            cursor.execute(NEWEST)
            row = cursor.fetchone()
        return row and row[0]

    def serving(self) -> Serving:
        """The version that answers now: one indexed query.

        In a busy process a separate thread loads a newly promoted version, and the old
        one answers until it is loaded, so that no request waits. In a process that was
        not asked for IDLE_AFTER seconds the request waits for the load, 5 to 25 ms:
        hours after a rollback no visitor is answered by the bad version. A version that
        cannot be loaded is logged once, and the old one goes on answering. Raises
        NoVersion if there is none to answer.
        """
        asked = time.monotonic()
        wanted = self.promoted_id()
        current = self._serving
        if current and wanted in (current.version.pk, self._refused):
            self._last_up_to_date = asked
            return current
        if wanted is None or (wanted == self._refused and not current):
            raise NoVersion
        if current is None:
            with self._loading:
                self._load_promoted()
        elif asked - self._last_up_to_date > IDLE_AFTER:
            with self._loading:
                self._load_or_log()
        elif self._loading.acquire(blocking=False):
            threading.Thread(
                target=self._load_in_background, name=LOADER, daemon=True
            ).start()
        if self._serving is None:
            raise NoVersion
        return self._serving

    def adopt(self, version: ModelVersion, classifier: Classifier) -> None:
        """Answer with a version that this process has loaded already."""
        self._serving, self._refused = Serving(version, classifier), None

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
        if self.promoted_id() != self._refused:
            return ""  # it answers, or is being loaded
        return f"The promoted version cannot be loaded; {current.version} answers."

    def _load_in_background(self) -> None:
        """Load in a thread, which has a database connection of its own."""
        try:
            self._load_or_log()
        finally:
            connection.close()
            self._loading.release()

    def _load_or_log(self) -> None:
        try:
            self._load_promoted()
        except Exception:
            log.exception("The promoted version is not loaded yet.")

    def _load_promoted(self) -> None:
        """Load what is promoted by now, unless another thread was first."""
        wanted = self.promoted_id()
        serving = self._serving
        if wanted == self._refused or (serving and serving.version.pk == wanted):
            return
        try:
            version = ModelVersion.objects.get(pk=wanted)
            self.adopt(version, load_classifier(version))
            log.info("Version %s answers.", version)
        except BadVersion:
            self._refused = wanted
            log.exception(
                "Version %s cannot be loaded; the one before goes on.", wanted
            )


predictor = Predictor()  # this process's own
