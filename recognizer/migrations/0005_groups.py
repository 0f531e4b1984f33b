"""Make the groups "Reviewer" and "Operator".

Once, here, and not after each migrate: what an operator changes of them stays so. A
group that is there already is left as it is.
"""

from django.db import migrations

VIEWS = ("view_drawing", "view_prediction", "view_labelchange")
GROUPS = {
    "Reviewer": (*VIEWS, "change_drawing"),  # a drawing's label is all that can change
    "Operator": (*VIEWS, "view_modelversion", "view_promotion", "add_promotion"),
}


def make_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    for name, codenames in GROUPS.items():
        group, made = groups.get_or_create(name=name)
        if made:
            may = (permission(apps, using, codename) for codename in codenames)
            group.permissions.add(*may)


def permission(apps, using, codename):
    """The row, made where it is missing: Django makes them only after all migrations."""
    action, _, name = codename.partition("_")
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(using)
    kind, _ = kinds.get_or_create(app_label="recognizer", model=name)
    words = f"Can {action} {apps.get_model('recognizer', name)._meta.verbose_name}"
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    return permissions.get_or_create(
        content_type=kind, codename=codename, defaults={"name": words}
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0004_queue"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
