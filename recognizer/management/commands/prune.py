"""manage.py prune --older-than 365d: delete what is old enough, for good."""

import argparse
import re
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from tqdm import tqdm

from recognizer.deletion.forgetting import Forgotten, would_forget
from recognizer.deletion.retention import expired, prune
from recognizer.management.console import be_sure
from recognizer.management.exits import STOPPED
from recognizer.models import Drawing


class Command(BaseCommand):
    help = (
        "Delete old drawings with all that is kept of them. Labelled and audited ones "
        "are kept unless told; one that is both asks for both. Nothing runs this by "
        "itself."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--older-than", type=days, required=True, metavar="365d")
        add("--labelled", action="store_true", help="labelled ones too")
        add("--audited", action="store_true", help="ones chosen by chance, too")
        add("--dry-run", action="store_true", help="say what would go")
        add("--yes", action="store_true", help="do not ask")

    def handle(self, *, older_than, labelled, audited, dry_run, yes, **_):
        before = now() - older_than
        drawings = expired(before, labelled=labelled, audited=audited)
        found = would_forget(drawings)
        old = Drawing.objects.filter(created_at__lt=before).count()
        self.stdout.write(
            f"Drawn before {before:%Y-%m-%d %H:%M} UTC: {found}. {found.versions} "
            f"{old - found.drawings:,} as old are kept, labelled or audited."
        )
        if dry_run or not found.drawings:
            return
        if not yes:
            be_sure("Delete them for good?")
        self.prune(drawings, found.drawings)

    def prune(self, drawings, total):
        done = Forgotten()
        try:
            with tqdm(total=total, unit="drawing", disable=None) as bar:
                for page in prune(drawings):
                    done += page
                    bar.update(page.drawings)
        except KeyboardInterrupt as stop:
            raise CommandError(
                f"Stopped. Deleted {done}; the same command goes on.",
                returncode=STOPPED,
            ) from stop
        self.stdout.write(f"Deleted {done}.")


def days(text):
    """A time span such as 365d."""
    number = re.fullmatch(r"([1-9]\d{0,4})d", text)
    if not number:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days such as 365d.")
    return timedelta(days=int(number[1]))
