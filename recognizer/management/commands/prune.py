"""manage.py prune --older-than 365d: delete what is old enough, for good."""

import argparse
import re
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now
from tqdm import tqdm

from recognizer.deletion.forgetting import Forgotten, would_forget
from recognizer.deletion.retention import expired, prune
from recognizer.drawings.idempotency import delete_expired
from recognizer.management.console import ask_to_confirm, stoppable
from recognizer.models import Drawing, DrawingQuerySet


class Command(BaseCommand):
    help = (
        "Delete old drawings with all that is kept of them. Labelled and audited ones "
        "are kept unless told; one that is both asks for both. Nothing runs this by "
        "itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--older-than", type=days, required=True, metavar="365d")
        add("--labelled", action="store_true", help="labelled ones too")
        add("--audited", action="store_true", help="ones chosen by chance, too")
        add("--dry-run", action="store_true", help="say what would go")
        add("--yes", action="store_true", help="do not ask")

    def handle(self, *, older_than, labelled, audited, dry_run, yes, **_) -> None:
        before = now() - older_than
        drawings = expired(before, labelled=labelled, audited=audited)
        expected = would_forget(drawings)
        old = Drawing.objects.filter(created_at__lt=before).count()
        self.stdout.write(
            f"Drawn before {before:%Y-%m-%d %H:%M} UTC: {expected}. "
            f"{expected.versions} {old - expected.drawings:,} as old are kept, "
            "labelled or audited."
        )
        if not dry_run:
            while delete_expired():  # nobody asks for them again
                pass
        if dry_run or not expected.drawings:
            return
        if not yes:
            ask_to_confirm("Delete them for good?")
        self.prune(drawings, expected.drawings)

    def prune(self, drawings: DrawingQuerySet, total: int) -> None:
        done = Forgotten()

        def stopped() -> str:
            return f"Stopped. Deleted {done}; the same command goes on."

        with (
            stoppable(stopped),
            tqdm(total=total, unit="drawing", disable=None) as bar,
        ):
            for page in prune(drawings):
                done += page
                bar.update(page.drawings)
        self.stdout.write(f"Deleted {done}.")


def days(text: str) -> timedelta:
    """A time span such as 365d."""
    number = re.fullmatch(r"([1-9]\d{0,4})d", text)
    if not number:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days such as 365d.")
    return timedelta(days=int(number[1]))
