"""What the site needs to answer drawings, each part asked on its own."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from recognizer.versions.predictor import NoVersion, predictor

log = logging.getLogger(__name__)


class NotReady(Exception):
    """A part of the site cannot be used; the message says why."""


@dataclass(frozen=True)
class Check:
    """One part, whether it can be used, and a sentence about it."""

    name: str
    is_ready: bool
    sentence: str

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}"


def check_all() -> list[Check]:
    """Ask all parts; without a database none of those that live in it."""
    checks = [check("database", check_database)]
    if checks[0].is_ready:
        checks.append(check("migrations", migrations.check))
        checks.append(check("version", check_version))
    if settings.CACHE_URL:
        checks.append(check("cache", check_cache))
    return checks


def check(name: str, ask: Callable[[], str]) -> Check:
    try:
        return Check(name, True, ask())
    except NotReady as error:
        return Check(name, False, f"{error}")
    except DatabaseError as error:
        log.error("The database does not answer: %s", error)
        return Check(name, False, "The database does not answer.")


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def check_version() -> str:
    """The promoted version answers, or another, with a warning."""
    try:
        return predictor.warning() or "ok"
    except NoVersion:
        raise NotReady("No version answers.") from None


def check_cache() -> str:
    """The site goes on without its shared cache, so that is no reason to leave it."""
    from redis.exceptions import RedisError  # a third of a second, where there is none

    try:
        cache.get("readyz")
    except RedisError:  # names the machine: whoever counts writes it to the log
        return "does not answer; each worker counts alone."
    return "ok"


class Migrations:
    """Whether all are applied: asked until they are, since none is taken back."""

    def __init__(self) -> None:
        self.are_applied = False

    def check(self) -> str:
        if not self.are_applied:
            missing = newest_migrations() - applied_migrations()
            if missing:
                names = ", ".join(sorted(".".join(migration) for migration in missing))
                raise NotReady(f"Run manage.py migrate: {names}.")
            self.are_applied = True
        return "ok"


@functools.cache
def newest_migrations() -> set[tuple[str, str]]:
    """The last migrations of each app, of which the others are the ancestors."""
    return set(MigrationLoader(None).graph.leaf_nodes())


def applied_migrations() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


migrations = Migrations()  # of this process
