"""manage.py rollback --why: let the version before answer again, and so on back."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ml.inference.classifier import BadVersion
from recognizer.management.arguments import reason, user
from recognizer.versions.promotion import (
    NothingBefore,
    PromotedMeanwhile,
    roll_back,
)


class Command(BaseCommand):
    help = (
        "Lets the version that answered before the promoted one answer again; after a "
        "rollback, the one before that."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--why", type=reason, required=True, help="kept with the promotion")
        add("--by", type=user, metavar="USERNAME", help="kept with it, too")

    def handle(self, why, by, **_) -> None:
        try:
            promotion = roll_back(why=why, by=by)
        except (NothingBefore, PromotedMeanwhile, BadVersion) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Promoted {promotion.version} again.")
