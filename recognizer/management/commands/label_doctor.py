"""manage.py label_doctor: labels that are probably wrong, and why."""

import json

from django.core.management.base import BaseCommand, CommandParser

from recognizer.labelling.label_doctor import MOST, Suspect, examine


class Command(BaseCommand):
    help = "List the labels that are probably wrong, the worst first, by drawing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=MOST)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, limit, json: bool, **_) -> None:
        suspects = examine(max(limit, 0))
        if json:
            self.stdout.write(as_json(suspects))
            return
        for suspect in suspects:
            self.stdout.write(f"{suspect.id}  {suspect.reason}")
        if not suspects:
            self.stdout.write("No label is suspect.")


def as_json(suspects: list[Suspect]) -> str:
    return json.dumps([suspect.as_dict() for suspect in suspects], indent=2)
