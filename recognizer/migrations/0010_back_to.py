import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognizer", "0009_keystroke"),
    ]

    operations = [
        migrations.AddField(
            model_name="promotion",
            name="back_to",
            field=models.ForeignKey(
                editable=False,
                help_text="Of a rollback: the promotion that it went back to.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recognizer.promotion",
            ),
        ),
    ]
