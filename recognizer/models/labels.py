"""Who labelled which drawing what."""

from typing import Self

from django.conf import settings
from django.db import models

from recognizer.models.base import AppendOnly, AppendOnlyQuerySet, digit_constraint
from recognizer.models.choices import Digit, Reason, Where
from recognizer.models.drawings import Drawing
from recognizer.models.values import Shown, number_constraint, number_field, shown


class LabelChangeQuerySet(AppendOnlyQuerySet):
    def standing(self) -> Self:
        """Those that neither take another back nor were taken back."""
        return self.filter(undoes=None, undone_by=None)


class LabelChange(AppendOnly):
    """Who changed a drawing's label, from what to what, when and where.

    From a label to the same one confirms it: a second opinion, or a second look.
    """

    drawing = models.ForeignKey(Drawing, models.CASCADE, related_name="label_changes")
    from_label = models.PositiveSmallIntegerField(choices=Digit, null=True)
    to_label = models.PositiveSmallIntegerField(choices=Digit, null=True)
    from_number = number_field("Of several digits, where that label was a number.")
    to_number = number_field("Of several digits, where that label is a number.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    where = models.CharField(choices=Where, default=Where.LIST, max_length=6)
    waited_for = models.PositiveSmallIntegerField(
        choices=Reason, null=True, help_text="Why the drawing was to be reviewed."
    )
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, related_name="undone_by"
    )
    keystroke = models.CharField(
        max_length=32,
        default="",
        db_default="",
        editable=False,
        help_text="The same for what one key of the review made.",
    )

    objects = LabelChangeQuerySet.as_manager()  # type: ignore[misc]  # in place of the base's

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["by", "-id"], name="change_by"),
            models.Index(fields=["by", "keystroke"], name="change_keystroke"),
        )
        constraints = (
            digit_constraint("from_label", "from_label_is_a_class"),
            digit_constraint("to_label", "to_label_is_a_class"),
            number_constraint("from_number", "from_number_is_a_number", "from_label"),
            number_constraint("to_number", "to_number_is_a_number", "to_label"),
        )

    def __str__(self) -> str:
        before = self.from_number or self.get_from_label_display()
        return f"{before} -> {self.to_number or self.get_to_label_display()}"

    @property
    def from_value(self) -> Shown | None:
        """The label before: a class, a number or none."""
        return shown(self.from_label, self.from_number)

    @property
    def to_value(self) -> Shown | None:
        """The label since: a class, a number or none."""
        return shown(self.to_label, self.to_number)
