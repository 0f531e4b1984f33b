"""Fill in what the new columns say of rows that are there: hashes, answers, reasons.

The rules are frozen here as they were at this migration, so that later code may change
them. Only ink and tile are made by today's code: the tile's hash has to be the one that
today's code computes, or old drawings would have no twins among new ones.
"""

from collections import defaultdict
from hashlib import blake2b

import numpy as np
from django.conf import settings
from django.db import migrations, transaction

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_kept_ink
from ml.preprocessing.tile import to_tile

CLAIM, VERSIONS, UNSURE, AUDIT = 2, 3, 4, 6  # reasons to wait for review
BATCH = 100  # drawings: their pictures are in memory, their rows are locked together
COLUMNS = (
    "picture_hash",
    "tile_hash",
    "waits_for",
    "rank",
    "labelled_at",
    "labelled_by",
)


def fill(apps, schema_editor):
    """Fill in batch by batch; a run that was stopped goes on where it was.

    The slow part comes before the rows are locked: a claim or a label that is kept
    meanwhile comes before a batch or after it.
    """
    using = schema_editor.connection.alias
    drawings = apps.get_model("recognizer", "Drawing").objects.using(using)
    for ids in batches(drawings.filter(picture_hash="")):
        rows = drawings.filter(pk__in=ids).values_list("pk", "picture")
        hashes = {pk: hashes_of(bytes(picture)) for pk, picture in rows.iterator(10)}
        with transaction.atomic(using):
            fill_batch(apps, drawings, hashes)


def batches(drawings):
    """Lists of ids."""
    rest = drawings = drawings.order_by("pk")
    while ids := list(rest.values_list("pk", flat=True)[:BATCH]):
        yield ids
        rest = drawings.filter(pk__gt=ids[-1])


def fill_batch(apps, drawings, hashes):
    rows = drawings.filter(pk__in=hashes).order_by("pk").select_for_update(no_key=True)
    rows = list(rows.defer("picture", "strokes"))
    answers = related(apps, drawings.db, "Prediction", rows)
    changes = related(apps, drawings.db, "LabelChange", rows)
    for row in rows:
        row.picture_hash, row.tile_hash = hashes[row.pk]
        if row.label is None:
            row.waits_for, row.rank = reason_and_rank(row, answers.get(row.pk, []))
        else:
            last = changes[row.pk][-1] if row.pk in changes else None
            row.labelled_at = last.created_at if last else row.created_at
            row.labelled_by_id = last and last.by_id
    given = [of_drawing[0].pk for of_drawing in answers.values()]
    predictions = apps.get_model("recognizer", "Prediction").objects.using(drawings.db)
    predictions.filter(pk__in=given).update(given=True)
    drawings.bulk_update(rows, COLUMNS)


def related(apps, using, name, drawings):
    """The rows of another table by the drawing's id, the oldest first."""
    by_drawing = defaultdict(list)
    rows = apps.get_model("recognizer", name).objects.using(using)
    for row in rows.filter(drawing__in=drawings).order_by("pk"):
        by_drawing[row.drawing_id].append(row)
    return by_drawing


def hashes_of(picture):
    """Of the picture, and of its tile."""
    return hash_of(picture), tile_hash(picture)


def hash_of(data):
    return blake2b(data, digest_size=16).hexdigest()


def tile_hash(picture):
    try:
        tile = to_tile(read_kept_ink(picture))
    except (BadImage, Blank):
        return ""  # kept by an older reader; it has no duplicates
    return hash_of(np.rint(tile * 255).astype(np.uint8).tobytes())


def reason_and_rank(drawing, answers):
    """Why a drawing without a label waits (None: it does not), and its rank."""
    if not answers:
        return UNSURE, 0.0
    given, *others = answers
    second, first = sorted(given.probabilities)[-2:]
    margin = first - second
    if drawing.claim not in (None, given.digit):
        return CLAIM, margin
    if any(other.digit != given.digit for other in others):
        return VERSIONS, margin
    if margin < settings.UNSURE_MARGIN:
        return UNSURE, margin
    return (AUDIT if drawing.audited else None), 0.0


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("recognizer", "0002_review")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
