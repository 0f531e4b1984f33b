"""A new drawing and the answer to it become rows, both or neither.

Every kept drawing pays for it: as in promoted_versions, without the ORM's time. Tables
and columns are our models' own, so a new field is written, too.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import Field, Model

from recognizer.models import Drawing, Prediction


@transaction.atomic
def insert(prediction: Prediction) -> bool:
    """Write a drawing and its answer; False where the owner keeps the picture already.

    Then nothing is written. Not one statement for both: what is sent to a database that
    has just fallen silent is done once that goes on, though its visitor was refused.
    """
    drawing = prediction.drawing
    with connection.cursor() as cursor:
        cursor.execute(DRAWING, values_of(drawing))
        if not cursor.rowcount:
            return False
        cursor.execute(ANSWER, values_of(prediction))
        prediction.pk = cursor.fetchone()[0]
    for row in (drawing, prediction):
        row._state.adding, row._state.db = False, connection.alias
    return True


def values_of(row: Model) -> list[Any]:
    """What a new row keeps, as the driver takes it."""
    return [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in FIELDS[type(row)]
    ]


def fields_of(model: type[Model]) -> list[Field]:
    """All but the number that the database itself gives."""
    meta = model._meta
    return [f for f in meta.local_concrete_fields if f is not meta.auto_field]


def insertion(model: type[Model], end: str) -> str:
    """Return the statement that writes a row."""
    columns = ", ".join(f'"{field.column}"' for field in FIELDS[model])
    places = ", ".join(["%s"] * len(FIELDS[model]))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) {end}'  # noqa: S608


FIELDS: dict[type[Model], list[Field]] = {
    model: fields_of(model) for model in (Drawing, Prediction)
}
# The words tell which unique index may refuse: one_picture_per_owner.
UNLESS_KEPT = "ON CONFLICT (owner, picture_hash) WHERE kept_once DO NOTHING"
DRAWING = insertion(Drawing, UNLESS_KEPT)
ANSWER = insertion(Prediction, "RETURNING id")
