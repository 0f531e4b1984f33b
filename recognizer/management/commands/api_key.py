"""manage.py api_key create | list | revoke | delete: who may ask as a program."""

from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognizer.accounts.deletion import delete_key, drawings_of
from recognizer.accounts.keys import create_key, revoke
from recognizer.deletion.forgetting import would_forget
from recognizer.management.arguments import moment, user
from recognizer.management.console import ask_to_confirm
from recognizer.models import ApiKey, Scope


class Command(BaseCommand):
    help = "Makes, lists, revokes and deletes the keys of programs that use the API."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="make a key, and show it this once")
        create.add_argument("name", help="which program uses it")
        create.add_argument(
            "--scopes",
            type=scopes,
            default=[Scope.PREDICT, Scope.READ],
            help="predict,read,review,jobs; without it predict,read",
        )
        create.add_argument("--user", type=user, help="whose it is; labels are theirs")
        create.add_argument("--expires", type=moment, help="from when it is refused")
        actions.add_parser("list", help="the newest first")
        revoking = actions.add_parser("revoke", help="refuse a key from now on")
        revoking.add_argument("prefix", help="how it begins, as list shows it")
        deleting = actions.add_parser("delete", help="delete a key for good")
        deleting.add_argument("prefix", help="how it begins, as list shows it")
        deleting.add_argument("--drawings", choices=["keep", "forget"], required=True)
        deleting.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, action: str, **options) -> None:
        getattr(self, action)(**options)

    def create(self, *, name, scopes, user, expires, **_) -> None:
        if Scope.REVIEW in scopes and not user:
            raise CommandError("Name the reviewer whose labels they are: --user.")
        _key, secret = create_key(name, scopes, user=user, expires_at=expires)
        self.stderr.write("This key is shown once; only a hash of it is kept.")
        self.stdout.write(secret)

    def list(self, **_) -> None:
        for key in ApiKey.objects.select_related("user"):
            used = f"last used {key.last_used_on}" if key.last_used_on else "never used"
            ends = f", expires {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
            self.stdout.write(
                f"{key.prefix}  {key.state:14} {','.join(key.scopes):20} "
                f"{key.user or '-'}  {key.name}  {used}{ends}"
            )

    def revoke(self, *, prefix, **_) -> None:
        key = find(prefix)
        revoke(key)
        self.stdout.write(f"Revoked {key}.")

    def delete(self, *, prefix, drawings, yes, **_) -> None:
        key, with_drawings = find(prefix), drawings == "forget"
        if with_drawings:
            expected = would_forget(drawings_of(key))
            self.stdout.write(f"{expected}. {expected.versions}")
        if not yes:
            ask_to_confirm(f"Delete {key} for good?")
        forgotten = delete_key(key, with_drawings=with_drawings)
        self.stdout.write(f"Deleted the key and {forgotten}.")


def scopes(text: str) -> list[Scope]:
    """Scopes with commas between. Raises ArgumentTypeError."""
    try:
        return [Scope(name.strip()) for name in text.split(",")]
    except ValueError as error:
        raise ArgumentTypeError(f"{error}; use {', '.join(Scope)}.") from error


def find(prefix: str) -> ApiKey:
    """The key that begins so. Raises CommandError."""
    key = ApiKey.objects.filter(prefix=prefix.rstrip(".")).first()
    if not key:
        raise CommandError(
            f"No key begins with {prefix!r}; see manage.py api_key list."
        )
    return key
