"""Which versions were promoted."""

from typing import Any

from django.db import connection
from django.db.models import Max

from recognizer.models import Promotion

# Every request asks it, and the ORM would spend four times the query's own time. The
# table's name comes from our model, nothing from a request.
NEWEST = f"SELECT version_id FROM {Promotion._meta.db_table} ORDER BY id DESC LIMIT 1"  # noqa: S608


def promoted_id() -> int | Any:
    """The id of the version that was promoted last, or None: one query."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        row = cursor.fetchone()
    return row and row[0]


def promoted_ids() -> list[int]:
    """The ids of all versions that were ever promoted, the last promoted first."""
    rows = Promotion.objects.order_by().values("version").annotate(last=Max("pk"))
    return list(rows.order_by("-last").values_list("version", flat=True))
