from django.db import migrations, models

from recognizer.migrations import _online


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [("recognizer", "0003_what_is_known")]

    operations = [
        _online.AddIndex(
            model_name="drawing",
            index=models.Index(
                condition=models.Q(("waits_for__isnull", False)),
                fields=["waits_for", "rank", "id"],
                name="drawing_queue",
            ),
        ),
        _online.AddIndex(
            model_name="drawing",
            index=models.Index(fields=["picture_hash"], name="drawing_picture"),
        ),
        _online.AddIndex(
            model_name="drawing",
            index=models.Index(fields=["tile_hash"], name="drawing_tile"),
        ),
        _online.AddIndex(
            model_name="drawing",
            index=models.Index(fields=["labelled_at"], name="drawing_labelled"),
        ),
        _online.AddIndex(
            model_name="drawing",
            index=models.Index(
                condition=models.Q(("audited", True)),
                fields=["created_at"],
                name="drawing_audited",
            ),
        ),
        _online.AddIndex(
            model_name="labelchange",
            index=models.Index(fields=["by", "-id"], name="change_by"),
        ),
        _online.AddCheck(
            model_name="drawing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label", None), ("labelled_at__isnull", False), _connector="OR"
                ),
                name="a_label_has_a_time",
            ),
        ),
        _online.AddUnique(
            model_name="prediction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("given", True)),
                fields=("drawing",),
                name="one_answer_is_given",
            ),
        ),
    ]
