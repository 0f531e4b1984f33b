"""Fill in what the new columns say of rows that are there: hashes, answers, reasons."""

from django.db import migrations

from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_ink
from recognizer.drawings.fingerprints import picture_hash, tile_hash
from recognizer.labelling.triage import before_a_label

ANY_SIDE = 2**31


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
        drawing.picture_hash = picture_hash(picture)
        try:
            ink = read_ink(picture, max_bytes=len(picture), max_side=ANY_SIDE)
            drawing.tile_hash = tile_hash(ink)
        except (BadImage, Blank):
            pass  # kept by an older reader; it has no duplicates
        change = drawing.label_changes.order_by("-pk").first()
        if drawing.label is None:
            drawing.waits_for, drawing.rank = before_a_label(drawing, answers)
        else:
            drawing.labelled_at = change.created_at if change else drawing.created_at
            drawing.labelled_by_id = change and change.by_id
        drawing.save()


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0002_review")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
