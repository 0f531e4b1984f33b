from django.db import migrations, models

from recognizer.migrations import _online

# On PostgreSQL 0007 lost this index: where a foreign key no longer has an index, Django
# drops each index of the column alone, and those of unique constraints, too.
AGAIN = _online.AddUnique(
    model_name="prediction",
    constraint=models.UniqueConstraint(
        condition=models.Q(("given", True)),
        fields=("drawing",),
        name="one_answer_is_given",
    ),
)


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [
        ("recognizer", "0022_uploads"),
    ]

    operations = (
        []
        if _online.ATOMIC
        else [migrations.SeparateDatabaseAndState(database_operations=[AGAIN])]
    )
