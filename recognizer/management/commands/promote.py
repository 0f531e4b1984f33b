"""manage.py promote VERSION --why: let a version answer."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ml.inference.classifier import BadVersion
from recognizer.management.arguments import find_version, reason, user
from recognizer.versions.promotion import (
    PromotedMeanwhile,
    gate_refusals,
    newest_promotion,
    promote,
    verdict_warning,
)


class Command(BaseCommand):
    help = "Lets a version answer, in every process within a second."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("version", help="its name, or its number: 2 for v0002")
        add("--why", type=reason, required=True, help="kept with the promotion")
        add("--by", type=user, metavar="USERNAME", help="kept with it, too")
        add("--force", action="store_true", help="even one that the gate refused")

    def handle(self, version, why, by, force, **_) -> None:
        version, newest = find_version(version), newest_promotion()
        if refusals := " ".join(gate_refusals(version)):
            if not force:
                raise CommandError(
                    f"The gate refused {version}: {refusals} --force promotes it all "
                    "the same."
                )
            why = f"Forced: {why}"
        if warning := verdict_warning(version):
            self.stdout.write(warning)
        try:
            promote(version, why=why, by=by, after=newest)
        except PromotedMeanwhile as error:
            raise CommandError(str(error)) from error
        except BadVersion as error:
            raise CommandError(f"{version} cannot be loaded: {error}") from error
        self.stdout.write(f"Promoted {version}.")
