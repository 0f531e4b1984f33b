"""The promoted version's classifier, once per process; notices a promotion."""

import hashlib
import logging
import math
import threading
import time
from dataclasses import dataclass

from django.db import connection

from ml.inference.classifier import BadVersion, Classifier
from recognizer.models import ModelFiles, ModelVersion, Promotion

log = logging.getLogger(__name__)


class NoVersion(Exception):
    """Nothing is promoted yet."""


@dataclass(frozen=True)
class Serving:
    """A version and its loaded classifier."""

    version: ModelVersion
    classifier: Classifier


BUSY = 1.0  # s: how long after a promotion the version before may still answer

_serving: Serving | None = None
_refused: int | None = None  # a promoted version's id that could not be loaded
_settled = -math.inf  # when a request last saw that there was nothing to load
_loading = threading.Lock()


# Every request asks it, and the ORM would spend four times the query's own time.
NEWEST = f"SELECT version_id FROM {Promotion._meta.db_table} ORDER BY id DESC LIMIT 1"


def promoted_id() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        row = cursor.fetchone()
    return row and row[0]


def serving() -> Serving:
    """Who answers now: one indexed query.

    In a busy process a thread of its own loads what was promoted, and the old version
    answers until it has, so that no request waits. In one that was not asked for BUSY
    seconds the request waits for the load, 5 to 25 ms: hours after a rollback no
    visitor is answered by the bad version. A version that cannot be loaded is logged
    once, and the old one goes on. Raises NoVersion if there is none to answer.
    """
    global _settled
    asked = time.monotonic()
    wanted = promoted_id()
    current = _serving
    if current and wanted in (current.version.pk, _refused):
        _settled = asked
        return current
    if wanted is None or (wanted == _refused and not current):
        raise NoVersion
    if current is None:
        with _loading:
            _follow()
    elif asked - _settled > BUSY:
        with _loading:
            _try_to_follow()
    elif _loading.acquire(blocking=False):
        threading.Thread(target=_follow_aside, daemon=True).start()
    if _serving is None:
        raise NoVersion
    return _serving


def adopt(version: ModelVersion, classifier: Classifier) -> None:
    """Answer with a version that this process has loaded already."""
    global _serving, _refused
    _serving, _refused = Serving(version, classifier), None


def _follow_aside() -> None:
    """In a thread, which has a connection of its own."""
    try:
        _try_to_follow()
    finally:
        connection.close()
        _loading.release()


def _try_to_follow() -> None:
    try:
        _follow()
    except Exception:
        log.exception("The promoted version is not loaded yet.")


def _follow() -> None:
    """Load what is promoted by now, unless another thread was first."""
    global _refused
    wanted = promoted_id()
    if wanted == _refused or (_serving and _serving.version.pk == wanted):
        return
    try:
        version = ModelVersion.objects.get(pk=wanted)
        adopt(version, load(version))
        log.info("Version %s answers.", version)
    except BadVersion:
        _refused = wanted
        log.exception("Version %s cannot be loaded; the one before goes on.", wanted)


def load(version: ModelVersion) -> Classifier:
    """A version's classifier. Raises BadVersion if its file is damaged or not there."""
    try:
        litert = bytes(version.files.litert)
    except ModelFiles.DoesNotExist:
        raise BadVersion(f"{version} has no files.") from None
    if hashlib.sha256(litert).hexdigest() != version.sha256:
        raise BadVersion(f"The file of {version} is damaged: its sha256 is another.")
    return Classifier(
        litert,
        network=version.network,
        temperature=version.temperature,
        threshold=version.threshold,
    )


def warm_up() -> None:
    """Load the promoted version before the first request, if there is one."""
    try:
        serving()
    except Exception:
        log.exception("No version answers yet.")


def warning() -> str:
    """Why another version than the promoted one answers; '' if all is well.

    Raises NoVersion if none answers.
    """
    current = serving()
    if promoted_id() != _refused:
        return ""  # it answers, or is being loaded
    return f"The promoted version cannot be loaded; {current.version} answers."
