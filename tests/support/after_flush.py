"""What a migration made is there again after a test that empties the database.

pytest-django runs the tests that empty it last, but each process of pytest-xdist takes
whole files, in any order.
"""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections
from django.db.models.signals import post_migrate

from recognizer.apps import register_shipped
from recognizer.models import ModelFiles, ModelVersion, Promotion

groups = import_module("recognizer.migrations.0005_groups")
keys = import_module("recognizer.migrations.0014_api_keys")
jobs = import_module("recognizer.migrations.0020_job_permissions")
backups = import_module("recognizer.migrations.0025_backups")
copied: set[str] = set()  # databases that have the copies
SHIPPED = (ModelVersion, ModelFiles, Promotion)  # megabytes: copied in the database


def restore_after_flush():
    """Receive post_migrate, which a flush sends, too: without a plan."""
    recognizer = apps.get_app_config("recognizer")
    post_migrate.disconnect(register_shipped, sender=recognizer)
    post_migrate.connect(restore, sender=recognizer)


def restore(using, plan=None, **_):
    connection = connections[using]
    if plan is not None:
        register_shipped(using)
        if using not in copied:
            copied.add(using)
            copy_rows(
                connection, "CREATE TABLE {copy} AS SELECT {columns} FROM {table}"
            )
            if connection.vendor == "postgresql":
                compress_nothing(connection)
        return
    copy_rows(connection, "INSERT INTO {table} ({columns}) SELECT * FROM {copy}")
    with connection.cursor() as cursor:
        # Where migrations made the tables anew, their ids begin at 1 again.
        for statement in connection.ops.sequence_reset_sql(no_style(), SHIPPED):
            cursor.execute(statement)
    editor = SimpleNamespace(connection=connection)
    groups.make_groups(apps, editor)
    keys.let_operators(apps, editor)
    jobs.let_groups(apps, editor)
    backups.let_operators(apps, editor)


def copy_rows(connection, statement):
    with connection.cursor() as cursor:
        for model in SHIPPED:
            table = model._meta.db_table
            names = (field.column for field in model._meta.concrete_fields)
            columns = ", ".join(map(connection.ops.quote_name, names))
            cursor.execute(
                statement.format(table=table, columns=columns, copy=f"shipped_{table}")
            )


def compress_nothing(connection):
    """PostgreSQL tries in vain, for as long as all else of a flush takes."""
    columns = "ALTER litert SET STORAGE EXTERNAL, ALTER weights SET STORAGE EXTERNAL"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {ModelFiles._meta.db_table} {columns}")
