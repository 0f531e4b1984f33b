"""What staff can ask of a fine-tune: all that manage.py finetune can be, but files."""

from __future__ import annotations

from typing import Any

from django import forms

from recognizer.finetuning.options import FineTuneOptions, faults

DEFAULT = FineTuneOptions()


class FineTuneForm(forms.Form):
    dry_run = forms.BooleanField(
        required=False,
        initial=True,
        help_text="Trains nothing: shows what it would train on and leave out.",
    )
    promote = forms.BooleanField(
        required=False,
        label="Promote it where the gate allows it",
        help_text="Only if you may promote versions.",
    )
    min_labels = forms.IntegerField(
        initial=DEFAULT.min_labels,
        label="Labels at least",
        help_text="With fewer drawings nothing is trained.",
    )
    holdout = forms.FloatField(
        initial=DEFAULT.holdout,
        label="Held out",
        help_text="The least share of people whose drawings judge: 0.2 is a fifth.",
    )
    numbers_share = forms.FloatField(
        initial=DEFAULT.numbers_share,
        label="Parts of numbers",
        help_text="To a single digit, at most; 0: numbers train nothing.",
    )
    since = forms.DateTimeField(
        required=False,
        label="Labelled since",
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        help_text="Then (UTC) or later.",
    )
    steps = forms.IntegerField(
        initial=DEFAULT.recipe.steps, help_text="Batches of tiles that train."
    )
    learning_rate = forms.FloatField(
        initial=DEFAULT.recipe.learning_rate, widget=forms.NumberInput({"step": "any"})
    )
    replay = forms.IntegerField(
        initial=DEFAULT.recipe.replay, help_text="Tiles mixed in, against forgetting."
    )
    seed = forms.IntegerField(
        initial=DEFAULT.recipe.seed, help_text="Another number is another attempt."
    )
    trust_reviewers = forms.BooleanField(
        required=False,
        help_text="Takes all labels of a reviewer who gave most of them.",
    )
    trust_far = forms.BooleanField(
        required=False,
        label="Trust odd labels",
        help_text="Asks nobody for a second opinion about them.",
    )

    def __init__(self, data: Any = None, *args, **kwargs):
        """Numbers that `data` lacks are as usual."""
        if data is not None:
            usual = {
                name: field.initial
                for name, field in self.base_fields.items()
                if field.required
            }
            data = usual | {name: data[name] for name in data}
        super().__init__(data, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            for name, possible in faults(values):
                self.add_error(name, possible[0].upper() + possible[1:])
        return values
