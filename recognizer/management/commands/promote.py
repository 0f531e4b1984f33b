"""manage.py promote VERSION --why: let a version answer."""

from django.core.management.base import BaseCommand, CommandError

from ml.classifier import BadVersion
from recognizer import services
from recognizer.management.arguments import find_version, reason, user


class Command(BaseCommand):
    help = "Lets a version answer, in every process within a second."

    def add_arguments(self, parser):
        add = parser.add_argument
        add("version", help="its name, or its number: 2 for v0002")
        add("--why", type=reason, required=True, help="kept with the promotion")
        add("--by", type=user, metavar="USERNAME", help="kept with it, too")

    def handle(self, version, why, by, **_):
        try:
            services.promote(find_version(version), why=why, by=by)
        except BadVersion as error:
            raise CommandError(f"{version} cannot be loaded: {error}") from error
        self.stdout.write(f"Promoted {find_version(version)}.")
