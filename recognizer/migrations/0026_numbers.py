from django.conf import settings
from django.db import migrations, models
from django.db.models import Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from recognizer.migrations import _online

NUMBER = {"max_length": 12, "blank": True, "default": "", "db_default": ""}


def number(model, name, help_text):
    field = models.CharField(help_text=help_text, **NUMBER)
    return _online.AddField(model_name=model, name=name, field=field)


def number_check(model, field, name, beside=None):
    others = Func(
        field, Value("0123456789"), function="LTRIM", output_field=models.TextField()
    )
    is_number = Q(Exact(others, Value(""))) & Q(GreaterThanOrEqual(Length(field), 2))
    if beside:
        is_number &= Q(**{f"{beside}__isnull": False, beside: 10})
    condition = Q(**{field: ""}) | is_number
    constraint = models.CheckConstraint(condition=condition, name=name)
    return _online.AddCheck(model_name=model, constraint=constraint)


def index(model, name, fields, condition):
    built = models.Index(fields=fields, condition=condition, name=name)
    return _online.AddIndex(model_name=model, index=built)


class Migration(migrations.Migration):
    atomic = _online.ATOMIC
    dependencies = [
        ("recognizer", "0025_backups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        number(
            "drawing",
            "claim_number",
            "Of several digits, where the claim is a number.",
        ),
        number(
            "drawing",
            "label_number",
            "Of several digits, where the label is a number.",
        ),
        number(
            "labelchange",
            "from_number",
            "Of several digits, where that label was a number.",
        ),
        number(
            "labelchange",
            "to_number",
            "Of several digits, where that label is a number.",
        ),
        number("prediction", "number", "Of several digits, where it is read."),
        _online.AddField(
            model_name="prediction",
            name="number_confidence",
            field=models.FloatField(
                blank=True, help_text="The probability of the whole number.", null=True
            ),
        ),
        _online.AddField(
            model_name="prediction",
            name="other_signs",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether something else stands among its digits.",
            ),
        ),
        _online.AddField(
            model_name="prediction",
            name="parts",
            field=models.JSONField(
                blank=True,
                help_text=(
                    "Of a number: each digit, its confidence, its box in the picture."
                ),
                null=True,
            ),
        ),
        index(
            "drawing",
            "drawing_label_number",
            ["label_number", "-created_at"],
            ~Q(label_number=""),
        ),
        index(
            "drawing",
            "drawing_claim_number",
            ["claim_number", "-created_at"],
            ~Q(claim_number=""),
        ),
        # In place of given_answer, which lacks the numbers.
        index(
            "prediction",
            "given_reading",
            [
                "drawing",
                "digit",
                "confidence",
                "version",
                "number",
                "number_confidence",
            ],
            Q(given=True),
        ),
        _online.RemoveIndex(model_name="prediction", name="given_answer"),
        index(
            "prediction",
            "given_number",
            ["number", "-created_at"],
            Q(given=True) & ~Q(number=""),
        ),
        index(
            "prediction",
            "given_number_newest",
            ["-created_at"],
            Q(given=True) & ~Q(number=""),
        ),
        # The release before changes the class of these two and leaves the number.
        number_check("drawing", "claim_number", "claim_is_a_number"),
        number_check("drawing", "label_number", "label_is_a_number"),
        number_check(
            "labelchange", "from_number", "from_number_is_a_number", "from_label"
        ),
        number_check("labelchange", "to_number", "to_number_is_a_number", "to_label"),
        number_check("prediction", "number", "answer_is_a_number", "digit"),
        _online.AddCheck(
            model_name="prediction",
            constraint=models.CheckConstraint(
                condition=Q(
                    number="", number_confidence__isnull=True, parts__isnull=True
                )
                | Q(
                    ~Q(number=""),
                    number_confidence__isnull=False,
                    number_confidence__range=(0, 1),
                    parts__isnull=False,
                    several_digits=True,
                ),
                name="a_number_has_parts",
            ),
        ),
    ]
