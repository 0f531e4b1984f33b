import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0014_api_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdempotentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="A hash of its key and of who sent it.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        help_text="A hash of what it asks.", max_length=32
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        help_text="Whose its drawings become.", max_length=64
                    ),
                ),
                (
                    "began_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        help_text="Of its answer; empty while it is being answered.",
                        null=True,
                    ),
                ),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField(default=b"")),
                (
                    "drawings",
                    models.ManyToManyField(
                        help_text="Which drawings the answer tells of.",
                        to="recognizer.drawing",
                    ),
                ),
            ],
        ),
    ]
