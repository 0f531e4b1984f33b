"""The promoted version's classifier, once per process; notices a promotion."""

import hashlib
import logging
import threading
from dataclasses import dataclass

from django.db import connection

from ml.classifier import BadVersion, Classifier
from recognizer.models import ModelFiles, ModelVersion, Promotion

log = logging.getLogger(__name__)


class NoVersion(Exception):
    """Nothing is promoted yet."""


@dataclass(frozen=True)
class Serving:
    """A version and its loaded classifier."""

    version: ModelVersion
    classifier: Classifier


_serving: Serving | None = None
_refused: int | None = None  # a promoted version's id that could not be loaded
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

    After a promotion a thread of its own loads the new version; until it has, a few
    milliseconds, the old one answers, so that no request waits. A version that cannot
    be loaded is logged once, and the old one goes on. Raises NoVersion if there is
    none to answer.
    """
    wanted = promoted_id()
    current = _serving
    if current and wanted in (current.version.pk, _refused):
        return current
    if wanted is None or (wanted == _refused and not current):
        raise NoVersion
    if current is None:
        with _loading:
            _switch_to(wanted)
    elif _loading.acquire(blocking=False):
        threading.Thread(target=_switch_aside, args=[wanted], daemon=True).start()
    if _serving is None:
        raise NoVersion
    return _serving


def adopt(version: ModelVersion, classifier: Classifier) -> None:
    """Answer with a version that this process has loaded already."""
    global _serving, _refused
    _serving, _refused = Serving(version, classifier), None


def _switch_aside(wanted: int) -> None:
    """In a thread, which has a connection of its own."""
    try:
        _switch_to(wanted)
    except Exception:
        log.exception("Version %s is not loaded yet.", wanted)
    finally:
        connection.close()
        _loading.release()


def _switch_to(wanted: int) -> None:
    global _refused
    if _serving and _serving.version.pk == wanted:
        return  # another thread was first
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
    if current.version.pk == promoted_id():
        return ""
    return f"The promoted version cannot be loaded; {current.version} answers."
