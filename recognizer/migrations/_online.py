"""Operations on large tables: they let others write meanwhile, and may be run again.

On PostgreSQL an index is built CONCURRENTLY, outside of a transaction. So a migration
that stops half-way leaves what it has done, and begins anew the next time: each
operation looks first what is there. A build that fails leaves an INVALID index, which
is built anew (https://www.postgresql.org/docs/current/sql-createindex.html). On SQLite,
where one alone writes, a migration is one transaction and these are Django's own.
"""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection, migrations

ATOMIC = connection.vendor != "postgresql"  # of a migration with such operations
IS_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class AddIndex(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC:
            step = migrations.AddIndex.database_forwards
            step(self, app_label, schema_editor, from_state, to_state)
        elif not is_valid(schema_editor, self.index.name):
            # DROP INDEX IF EXISTS
            super().database_backwards(app_label, schema_editor, to_state, from_state)
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, *arguments):
        step = migrations.AddIndex if ATOMIC else AddIndexConcurrently
        step.database_backwards(self, *arguments)


class RemoveIndex(RemoveIndexConcurrently):
    def database_forwards(self, *arguments):
        step = migrations.RemoveIndex if ATOMIC else RemoveIndexConcurrently
        step.database_forwards(self, *arguments)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC:
            step = migrations.RemoveIndex.database_backwards
            step(self, app_label, schema_editor, from_state, to_state)
        elif not is_valid(schema_editor, self.name):
            super().database_forwards(app_label, schema_editor, to_state, from_state)
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class AddField(migrations.AddField):
    """Adds a column that costs no time: one with a constant default, or none."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC or not self.is_there(app_label, schema_editor, to_state):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC or self.is_there(app_label, schema_editor, from_state):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def is_there(self, app_label, schema_editor, state):
        model = state.apps.get_model(app_label, self.model_name)
        database = schema_editor.connection
        with database.cursor() as cursor:
            columns = database.introspection.get_table_description(
                cursor, model._meta.db_table
            )
        return self.name in (column.name for column in columns)


class AddCheck(migrations.AddConstraint):
    """Adds a check at once, and then reads the rows that are there."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        steps = [ValidateConstraint(self.model_name, self.constraint.name)]
        if not has_constraint(app_label, schema_editor, to_state, self):
            steps.insert(0, AddConstraintNotValid(self.model_name, self.constraint))
        for step in steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC or has_constraint(app_label, schema_editor, from_state, self):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class AddUnique(migrations.AddConstraint):
    """Adds a unique constraint with a condition, which is an index to PostgreSQL."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        elif not is_valid(schema_editor, self.constraint.name):
            self.database_backwards(app_label, schema_editor, to_state, from_state)
            model = to_state.apps.get_model(app_label, self.model_name)
            build = str(self.constraint.create_sql(model, schema_editor))
            build = build.replace(" INDEX ", " INDEX CONCURRENTLY ", 1)
            schema_editor.execute(build, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if ATOMIC:
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            name = schema_editor.quote_name(self.constraint.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def is_valid(schema_editor, name):
    """Whether that index is there, and not left over from a build that failed."""
    if schema_editor.collect_sql:  # sqlmigrate shows what is done on a new database
        return False
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(IS_VALID, [schema_editor.quote_name(name)])
        return cursor.fetchone() == (True,)


def has_constraint(app_label, schema_editor, state, operation):
    model = state.apps.get_model(app_label, operation.model_name)
    database = schema_editor.connection
    with database.cursor() as cursor:
        constraints = database.introspection.get_constraints(
            cursor, model._meta.db_table
        )
    return operation.constraint.name in constraints
