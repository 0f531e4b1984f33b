"""manage.py label_doctor: labels that are probably wrong, and why."""

import json

from django.core.management.base import BaseCommand

from recognizer.labelling.label_doctor import MOST, examine


class Command(BaseCommand):
    help = "List the labels that are probably wrong, the worst first, by drawing."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=MOST)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, limit, json: bool, **_):
        found = examine(max(limit, 0))
        if json:
            self.stdout.write(as_json(found))
            return
        for one in found:
            self.stdout.write(f"{one.id}  {one.reason}")
        if not found:
            self.stdout.write("No label is suspect.")


def as_json(found):
    return json.dumps([one.as_dict() for one in found], indent=2)
