"""manage.py promote VERSION --why: let a version answer."""

from django.core.management.base import BaseCommand, CommandError

from ml.classifier import BadVersion
from recognizer import services
from recognizer.management.arguments import find_version


class Command(BaseCommand):
    help = "Lets a version answer, from every process's next request on."

    def add_arguments(self, parser):
        parser.add_argument("version", help="its name, or its number: 2 for v0002")
        parser.add_argument("--why", required=True, help="kept with the promotion")

    def handle(self, version, why, **_):
        try:
            services.promote(find_version(version), why=why)
        except BadVersion as error:
            raise CommandError(f"{version} cannot be loaded: {error}") from error
        self.stdout.write(f"Promoted {find_version(version)}.")
