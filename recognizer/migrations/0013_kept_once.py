from django.conf import settings
from django.db import migrations, models

from recognizer.migrations import _online


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("recognizer", "0012_unlike_others"),
    ]

    operations = [
        _online.AddField(
            model_name="drawing",
            name="kept_once",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Whether its owner may have this picture only once.",
            ),
        ),
        _online.AddField(
            model_name="prediction",
            name="several_digits",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether its parts are digits, where it is none.",
            ),
        ),
        _online.AddUnique(
            model_name="drawing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kept_once", True)),
                fields=("owner", "picture_hash"),
                name="one_picture_per_owner",
            ),
        ),
    ]
