"""manage.py forget: delete one visitor's drawings, or single ones, for good."""

from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognizer.backups.errors import BackupError
from recognizer.backups.forgotten import read_list
from recognizer.backups.places import place_at
from recognizer.deletion.forgetting import forget, kept_in_backups, would_forget
from recognizer.management.console import ask_to_confirm
from recognizer.models import Drawing, DrawingQuerySet


class Command(BaseCommand):
    help = (
        "Delete drawings with all that is kept of them: picture, strokes, answers, "
        "claim, labels and their history, and what reports of fine-tunes show."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--owner", metavar="ID", help="all of a visitor: --owner=ID")
        whose.add_argument(
            "--owner-of",
            type=UUID,
            metavar="DRAWING",
            help="all of whoever drew this one, and say that visitor's id",
        )
        whose.add_argument("--drawing", type=UUID, nargs="+", metavar="ID")
        whose.add_argument(
            "--again",
            metavar="PLACE",
            nargs="?",
            const="",
            help="after a restore, what was deleted since: its list is where the "
            "backups are, else BACKUP_TO",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would go")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, dry_run, yes, **options) -> None:
        drawings = self.chosen(options)
        expected = would_forget(drawings)
        if options["again"] is not None and not expected.drawings:
            self.stdout.write("No drawing that is listed there is here: all is done.")
            return
        if not expected.drawings:
            raise CommandError("There is no such drawing.")
        self.stdout.write(f"{expected}. {expected.versions} {kept_in_backups()}")
        if dry_run:
            return
        if not yes:
            ask_to_confirm("Delete them for good?")
        self.stdout.write(f"Deleted {forget(drawings)}.")

    def chosen(self, options: dict) -> DrawingQuerySet:
        if ids := options["drawing"]:
            drawings = Drawing.objects.filter(pk__in=ids)
            if missing := set(ids) - set(drawings.values_list("pk", flat=True)):
                names = ", ".join(sorted(map(str, missing)))
                self.stderr.write(f"Not here: {names}.")
            return drawings
        if (place := options["again"]) is not None:
            return Drawing.objects.filter(pk__in=self.listed(place))
        owner = options["owner"] or self.owner_of(options["owner_of"])
        return Drawing.objects.owned_by(owner)

    def listed(self, place: str) -> list[UUID]:
        """Which drawings were deleted once. Raises CommandError."""
        if not (place or settings.BACKUP_TO):
            raise CommandError("Name the place of the backups, or set BACKUP_TO.")
        try:
            return [pk for pk, _ in read_list(place_at(place or settings.BACKUP_TO))]
        except BackupError as error:
            raise CommandError(str(error)) from error

    def owner_of(self, pk: UUID) -> str:
        """Who drew it; '' if it is not here. Raises CommandError if nobody is known."""
        drawing = Drawing.objects.only("owner").filter(pk=pk).first()
        if not drawing:
            return ""
        if not drawing.owner:
            raise CommandError(f"Nobody is known to have drawn {pk}; use --drawing.")
        self.stdout.write(f"Drawn by {drawing.owner}.")
        return drawing.owner
