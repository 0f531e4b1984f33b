"""API keys: made, shown once, found again by what a program sends, revoked.

A key is 256 random bits, which nobody guesses: one SHA-256 of it is kept, and no slow
hash is needed. Nothing is cached, so a revoked key is refused at once everywhere.
"""

import hmac
import re
import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recognizer.models import ApiKey

MARK = "dsk_"  # by which scanners for secrets in source code can know ours
KEY = re.compile(rf"{MARK}[0-9a-f]{{64}}")
PREFIX_LENGTH = len(MARK) + 8


# Every request of a client asks it: as in repeats.py, without most of the ORM's time.
# The tables' names come from our models.
WITH_PREFIX = (
    "SELECT k.*, u.is_active AS is_user_active "  # noqa: S608
    f"FROM {ApiKey._meta.db_table} k LEFT JOIN {User._meta.db_table} u "
    "ON u.id = k.user_id WHERE k.prefix = %s"
)


class Refused(Exception):
    """The key is not accepted; the message says why."""


SENTENCES = {
    "revoked": _("This key has been revoked."),
    "expired": _("This key has expired."),
    "account closed": _("The account of this key is closed."),
}


def set_secret(key: ApiKey) -> str:
    """Give a key that is not saved yet its secret, and return it; nobody can later."""
    secret = MARK + secrets.token_hex(32)
    key.prefix, key.digest = secret[:PREFIX_LENGTH], digest(secret)
    return secret


def create_key(
    name: str,
    scopes: Collection[str],
    *,
    user: User | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Return the new key's row, and the key itself."""
    key = ApiKey(name=name, scopes=sorted(scopes), user=user, expires_at=expires_at)
    secret = set_secret(key)
    key.save()
    return key, secret


def find_key(secret: str) -> ApiKey:
    """Return the key that a program sent, and note its use. Raises Refused."""
    is_key = KEY.fullmatch(secret)
    rows = ApiKey.objects.raw(WITH_PREFIX, [secret[:PREFIX_LENGTH]]) if is_key else ()
    key = next(iter(rows), None)
    if key is None or not hmac.compare_digest(key.digest, digest(secret)):
        raise Refused(_("This key is not known."))
    if key.state != "valid":
        raise Refused(SENTENCES[key.state])
    note_use(key)
    return key


def note_use(key: ApiKey) -> None:
    """Keep the day of the key's last use: one write a day, not one a request."""
    today = timezone.now().date()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def revoke(key: ApiKey) -> None:
    """From now on the key is refused; the time of the first revocation stays."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
