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
# Meanwhile two may have been given: the first is what the visitor saw first.
FIRST_ALONE = """
    UPDATE recognizer_prediction AS later SET given = false
    WHERE given AND drawing_id IN (
        SELECT drawing_id FROM recognizer_prediction
        WHERE given GROUP BY drawing_id HAVING count(*) > 1
    ) AND EXISTS (
        SELECT FROM recognizer_prediction AS earlier
        WHERE earlier.given AND earlier.drawing_id = later.drawing_id
        AND earlier.id < later.id
    )
"""


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [
        ("recognizer", "0022_uploads"),
    ]

    operations = (
        []
        if _online.ATOMIC
        else [
            migrations.RunSQL(FIRST_ALONE, migrations.RunSQL.noop),
            migrations.SeparateDatabaseAndState(database_operations=[AGAIN]),
        ]
    )
