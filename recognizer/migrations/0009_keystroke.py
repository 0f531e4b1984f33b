from django.conf import settings
from django.db import migrations, models

from recognizer.migrations import _online


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [
        ("recognizer", "0008_newest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        _online.AddField(
            model_name="labelchange",
            name="keystroke",
            field=models.CharField(
                db_default="",
                default="",
                editable=False,
                help_text="The same for what one key of the review made.",
                max_length=32,
            ),
        ),
        _online.AddIndex(
            model_name="labelchange",
            index=models.Index(fields=["by", "keystroke"], name="change_keystroke"),
        ),
    ]
