"""manage.py rescore: what another version says of the drawings that are kept."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.inference.classifier import BadVersion
from recognizer.management.arguments import find_version, moment
from recognizer.management.console import stoppable
from recognizer.models import Drawing, DrawingQuerySet, ModelVersion
from recognizer.versions.rescoring import Rescored, count_unanswered, rescore


class Command(BaseCommand):
    help = (
        "Asks a version about all kept drawings that lack its answer, with all cores, "
        "and keeps what it says. What has been answered is not asked again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("version", help="its name, or its number: 2 for v0002")
        add("--since", type=moment, help="drawn then or later: 2026-11-23")
        add("--limit", type=int, help="ask about so many at most, the oldest first")
        add("--labelled", action="store_true", help="labelled drawings only")
        add("--workers", type=int, help="processes; one a core")

    def handle(self, *, limit, workers, **options) -> None:
        if any(number is not None and number < 1 for number in (limit, workers)):
            raise CommandError("--limit and --workers are above 0.")
        version, drawings = find_version(options["version"]), chosen(options)
        asked = self.describe(version, drawings, limit)
        done = Rescored()
        bar = tqdm(total=asked, unit=" drawings", disable=None)
        try:
            with stoppable(lambda: "Stopped; the same command goes on from here."), bar:
                for job in rescore(version, drawings, limit=limit, workers=workers):
                    done += job
                    bar.update(job.answers + job.unreadable)
        except BadVersion as error:
            raise CommandError(f"{version} cannot be loaded: {error}") from error
        finally:
            self.stdout.write(summary(done))

    def describe(
        self, version: ModelVersion, drawings: DrawingQuerySet, limit: int | None
    ) -> int:
        """Say what will be asked; returns about how many drawings."""
        total, unanswered = drawings.count(), count_unanswered(version, drawings)
        asked = unanswered if limit is None else min(limit, unanswered)
        self.stdout.write(
            f"{version}: {total - unanswered:,} of {total:,} drawings have its answer; "
            f"asking about {asked:,}."
        )
        return asked


def summary(done: Rescored) -> str:
    text = (
        f"{done.answers:,} answers kept; {done.waits_changed:,} drawings have "
        "a new place in the review queue."
    )
    if done.unreadable:
        text += f"\n{done.unreadable:,} left out: their pictures cannot be read."
    return text


def chosen(options: dict) -> DrawingQuerySet:
    """The drawings that the options name."""
    drawings = Drawing.objects.all()
    if options["since"]:
        drawings = drawings.filter(created_at__gte=options["since"])
    if options["labelled"]:
        drawings = drawings.filter(label__isnull=False)
    return drawings
