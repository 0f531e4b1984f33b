"""manage.py promote VERSION --why: let a version answer."""

from django.core.management.base import BaseCommand, CommandError

from ml.inference.classifier import BadVersion
from recognizer.management.arguments import find_version, reason, user
from recognizer.versions.promotion import judged_otherwise, promote, refusals


class Command(BaseCommand):
    help = "Lets a version answer, in every process within a second."

    def add_arguments(self, parser):
        add = parser.add_argument
        add("version", help="its name, or its number: 2 for v0002")
        add("--why", type=reason, required=True, help="kept with the promotion")
        add("--by", type=user, metavar="USERNAME", help="kept with it, too")
        add("--force", action="store_true", help="even one that the gate refused")

    def handle(self, version, why, by, force, **_):
        version = find_version(version)
        if refused := " ".join(refusals(version)):
            if not force:
                raise CommandError(
                    f"The gate refused {version}: {refused} --force promotes it all "
                    "the same."
                )
            why = f"Forced: {why}"
        if said := judged_otherwise(version):
            self.stdout.write(said)
        try:
            promote(version, why=why, by=by)
        except BadVersion as error:
            raise CommandError(f"{version} cannot be loaded: {error}") from error
        self.stdout.write(f"Promoted {version}.")
