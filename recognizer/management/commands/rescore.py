"""manage.py rescore: what another version says of the drawings that are kept."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ml.inference.classifier import BadVersion
from recognizer.management.arguments import find_version, moment
from recognizer.management.exits import STOPPED
from recognizer.models import Drawing
from recognizer.versions.rescoring import Kept, left, rescore


class Command(BaseCommand):
    help = (
        "Asks a version about all kept drawings that lack its answer, with all cores, "
        "and keeps what it says. What has been answered is not asked again."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("version", help="its name, or its number: 2 for v0002")
        add("--since", type=moment, help="drawn then or later: 2026-11-23")
        add("--limit", type=int, help="ask about so many at most, the oldest first")
        add("--labelled", action="store_true", help="labelled drawings only")
        add("--workers", type=int, help="processes; one a core")

    def handle(self, *, limit, workers, **options):
        if any(number is not None and number < 1 for number in (limit, workers)):
            raise CommandError("--limit and --workers are above 0.")
        version, drawings = find_version(options["version"]), chosen(options)
        todo = self.describe(version, drawings, limit)
        done, stopped = Kept(), False
        with tqdm(total=todo, unit=" drawings", disable=None) as bar:
            try:
                for kept in rescore(version, drawings, limit=limit, workers=workers):
                    done += kept
                    bar.update(kept.answers + kept.unreadable)
            except KeyboardInterrupt:
                stopped = True
            except BadVersion as error:
                raise CommandError(f"{version} cannot be loaded: {error}") from error
        self.conclude(done)
        if stopped:
            self.stderr.write("Stopped; the same command goes on from here.")
            raise SystemExit(STOPPED)

    def describe(self, version, drawings, limit):
        total, todo = drawings.count(), left(version, drawings)
        asked = todo if limit is None else min(limit, todo)
        self.stdout.write(
            f"{version}: {total - todo:,} of {total:,} drawings have its answer; "
            f"asking about {asked:,}."
        )
        return asked

    def conclude(self, done):
        self.stdout.write(
            f"{done.answers:,} answers kept; {done.waits_changed:,} drawings have "
            "a new place in the review queue."
        )
        if done.unreadable:
            self.stdout.write(f"{done.unreadable:,} pictures could not be read.")


def chosen(options):
    """The drawings that the options name."""
    drawings = Drawing.objects.all()
    if options["since"]:
        drawings = drawings.filter(created_at__gte=options["since"])
    if options["labelled"]:
        drawings = drawings.filter(label__isnull=False)
    return drawings
