"""manage.py reset_second_step USERNAME: where the last superuser's device is lost."""

from django.core.management.base import BaseCommand, CommandParser

from digitsite.second_factor.devices import reset
from recognizer.management.arguments import user


class Command(BaseCommand):
    help = (
        "Forgets an account's device and recovery codes; its next login sets up others."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", type=user, metavar="USERNAME")

    def handle(self, user, **_) -> None:
        reset([user])
        self.stdout.write(f"{user} sets up a second step at the next login.")
