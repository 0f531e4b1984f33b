"""Fill in what the new columns say of rows that are there: hashes, answers, reasons.

The rules are frozen here as they were at this migration, so that later code may change
them. Only ink and tile are made by today's code: the tile's hash has to be the one that
today's code computes, or old drawings would have no twins among new ones.
"""

from hashlib import blake2b

import numpy as np
from django.conf import settings
from django.db import migrations

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_kept_ink
from ml.preprocessing.tile import to_tile

CLAIM, VERSIONS, UNSURE, AUDIT = 2, 3, 4, 6  # reasons to wait for review


def fill(apps, schema_editor):
    Drawing = apps.get_model("recognizer", "Drawing")
    Prediction = apps.get_model("recognizer", "Prediction")
    using = schema_editor.connection.alias
    for drawing in Drawing.objects.using(using).iterator(500):
        answers = list(drawing.predictions.order_by("pk"))
        if answers:
            answers[0].given = True
            Prediction.objects.using(using).filter(pk=answers[0].pk).update(given=True)
        picture = bytes(drawing.picture)
        drawing.picture_hash = hash_of(picture)
        drawing.tile_hash = tile_hash(picture)
        change = drawing.label_changes.order_by("-pk").first()
        if drawing.label is None:
            drawing.waits_for, drawing.rank = reason_and_rank(drawing, answers)
        else:
            drawing.labelled_at = change.created_at if change else drawing.created_at
            drawing.labelled_by_id = change and change.by_id
        drawing.save()


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
    dependencies = [("recognizer", "0002_review")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
