from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0008_newest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
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
        migrations.AddIndex(
            model_name="labelchange",
            index=models.Index(fields=["by", "keystroke"], name="change_keystroke"),
        ),
    ]
