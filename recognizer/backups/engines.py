"""The databases that can be backed up."""

from django.db import connection

from recognizer.backups.engine import Engine
from recognizer.backups.postgresql import Postgresql
from recognizer.backups.sqlite import Sqlite

ENGINES: tuple[Engine, ...] = (Postgresql(), Sqlite())


def engine() -> Engine:
    """That of our database."""
    return next(row for row in ENGINES if row.vendor == connection.vendor)
