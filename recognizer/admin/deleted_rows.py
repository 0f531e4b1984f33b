"""The admin's list of drawings, saved after some of its rows were deleted."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from recognizer.labelling.labels import lock_drawings

ID_FIELD = re.compile(r"form-([0-9]{1,6})-id")
FIELD = re.compile(r"((?:initial-)?form-)([0-9]{1,6})(-.+)")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def lock_list(request: HttpRequest) -> None:
    """Lock the drawings that the list sends, and take out the rows of deleted ones.

    The other rows are saved. In a transaction, before the list reads its form.
    """
    ids = {  # by the row's number in the form
        row[1]: UUID(values[-1])
        for name, values in request.POST.lists()
        if (row := ID_FIELD.fullmatch(name)) and ID.fullmatch(values[-1])
    }
    locked = lock_drawings(ids.values())
    deleted = {row for row, pk in ids.items() if pk not in locked}
    request.POST = without_rows(request.POST, deleted)
    if deleted:
        s, were = ("", "was") if len(deleted) == 1 else ("s", "were")
        messages.warning(
            request,
            f"{len(deleted):,} drawing{s} of the list {were} deleted meanwhile.",
        )


def without_rows(form: QueryDict, deleted: set[str]) -> QueryDict:
    """The form of a list without these rows, and the others numbered from 0.

    How many there are is counted: Django would make as many forms as the client says.
    """
    rows = [row[1] for name in form if (row := ID_FIELD.fullmatch(name))]
    kept = sorted((row for row in rows if row not in deleted), key=int)
    fields = QueryDict(mutable=True)
    for name, values in form.lists():
        field = FIELD.fullmatch(name)
        if not field:
            fields.setlist(name, values)
        elif field[2] in kept:
            number = kept.index(field[2])
            fields.setlist(f"{field[1]}{number}{field[3]}", values)
    for name in ("form-TOTAL_FORMS", "form-INITIAL_FORMS"):
        fields[name] = str(len(kept))
    return fields
