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
    rows = ApiKey.objects.select_related("user")
    is_key = KEY.fullmatch(secret)
    key = rows.filter(prefix=secret[:PREFIX_LENGTH]).first() if is_key else None
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
