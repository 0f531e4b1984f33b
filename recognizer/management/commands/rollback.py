"""manage.py rollback --why: let the version before answer again."""

from django.core.management.base import BaseCommand, CommandError

from ml.classifier import BadVersion
from recognizer import services


class Command(BaseCommand):
    help = "Lets the version that answered before the promoted one answer again."

    def add_arguments(self, parser):
        parser.add_argument("--why", required=True, help="kept with the promotion")

    def handle(self, why, **_):
        try:
            promotion = services.roll_back(why=why)
        except (services.NothingBefore, BadVersion) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Promoted {promotion.version} again.")
