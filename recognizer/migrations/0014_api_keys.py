"""Add API keys, which the group "Operator" may make, change and delete."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ACTIONS = ("add", "change", "delete", "view")


def let_operators(apps, schema_editor):
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name="Operator"):
        group.permissions.add(*(permission(apps, using, name) for name in ACTIONS))


def permission(apps, using, action):
    """The row, made where it is missing: Django makes them only after all migrations."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(using)
    kind, _ = kinds.get_or_create(app_label="recognizer", model="apikey")
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    return permissions.get_or_create(
        content_type=kind,
        codename=f"{action}_apikey",
        defaults={"name": f"Can {action} API key"},
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0013_kept_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
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
                        help_text="Which program uses it.", max_length=100
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        editable=False,
                        help_text="How the key begins.",
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        help_text="SHA-256 of the whole key.",
                        max_length=64,
                    ),
                ),
                ("scopes", models.JSONField(help_text="What it may do.")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when it is refused; empty: never.",
                        null=True,
                    ),
                ),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                ("last_used_on", models.DateField(editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose it is; a label set with it is theirs.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
                "ordering": ("-pk",),
            },
        ),
        migrations.RunPython(let_operators, migrations.RunPython.noop),
    ]
