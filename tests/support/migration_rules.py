"""What a migration may do so that the code of the release before survives it.

That code reads and writes by the columns it knows, while the database is new already.
What it cannot know: that a column is gone, has another name, or has to have a value.
"""

from collections.abc import Iterator

from django.db.migrations import operations
from django.db.models import NOT_PROVIDED

GONE = (
    operations.RemoveField,
    operations.RenameField,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
)
SAID = "UNUSED_SINCE"  # in the migration's module: the release that let go of it


def breaks(migration, state) -> Iterator[str]:
    """What of the migration the release before does not survive.

    `state` is of the models before it. What RunPython and RunSQL do is not seen.
    """
    state = state.clone()
    for operation in migration.operations:
        if why := reason(operation, migration.app_label, state):
            yield f"{operation.describe()}: {why}"
        operation.state_forwards(migration.app_label, state)


def reason(operation, app, state) -> str:
    if isinstance(operation, GONE):
        return "the code before still asks for it"
    if isinstance(operation, operations.AlterField):
        field = state.models[app, operation.model_name_lower].fields[operation.name]
        if operation.field.null is False and field.null:
            return needs_value(operation.field)
        if longest(operation.field) < longest(field):
            return "the code before writes what is too long then"
    elif isinstance(operation, operations.AddField):
        return needs_value(operation.field)
    return ""


def needs_value(field) -> str:
    has_column = not field.many_to_many
    has_value = field.null or field.db_default is not NOT_PROVIDED
    return "the code before gives no value" if has_column and not has_value else ""


def longest(field) -> float:
    return getattr(field, "max_length", None) or float("inf")
