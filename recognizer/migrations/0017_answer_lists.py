from django.db import migrations, models

from recognizer.migrations import _online


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [("recognizer", "0016_distributions")]

    operations = [
        _online.AddIndex(
            model_name="prediction",
            index=models.Index(
                condition=models.Q(("given", True)),
                fields=["digit", "-created_at"],
                name="given_digit",
            ),
        ),
        _online.AddIndex(
            model_name="prediction",
            index=models.Index(
                condition=models.Q(("given", True)),
                fields=["version", "-created_at"],
                name="given_version",
            ),
        ),
    ]
