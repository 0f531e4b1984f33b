"""Say who may see and start which jobs: operators all, reviewers exports and doctor."""

from django.db import migrations, models

KINDS = (
    "finetune",
    "rescore",
    "export",
    "import",
    "evaluate",
    "forget",
    "label_doctor",
    "statistics",
)
WORDS = {
    "view_job": "Can view job",
    **{
        f"run_{kind}": f"Can start and cancel jobs of the kind {kind}" for kind in KINDS
    },
}
GROUPS = {
    "Operator": tuple(WORDS),
    "Reviewer": ("view_job", "run_export", "run_label_doctor"),
}


def let_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=GROUPS):
        may = (permission(apps, using, codename) for codename in GROUPS[group.name])
        group.permissions.add(*may)


def permission(apps, using, codename):
    """The row, made where it is missing: Django makes them only after all migrations."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(using)
    kind, _ = kinds.get_or_create(app_label="recognizer", model="job")
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    return permissions.get_or_create(
        content_type=kind, codename=codename, defaults={"name": WORDS[codename]}
    )[0]


class Migration(migrations.Migration):
    dependencies = [("recognizer", "0019_locks")]

    operations = [
        migrations.AlterModelOptions(
            name="job",
            options={
                "default_permissions": ("view",),
                "ordering": ("-created_at",),
                "permissions": tuple(
                    (name, words) for name, words in WORDS.items() if name != "view_job"
                ),
            },
        ),
        migrations.AddField(
            model_name="job",
            name="is_news",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Whoever asked has not looked since it ended.",
            ),
        ),
        migrations.RunPython(let_groups, migrations.RunPython.noop),
    ]
