"""Where backups go, and for whom they are encrypted, from the environment."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

from digitsite.database.configuration import database
from digitsite.environment import env, env_database_url, wrong

RECIPIENT = r"age1[0-9a-z]{30,}|(0x)?[0-9a-fA-F]{16,40}|[^@\s-][^@\s]*@[^@\s]+"


def env_backup_to(name, *, is_required):
    """A folder or s3://bucket/prefix; empty: nowhere."""
    value = env(name) if is_required else os.environ.get(name, "").strip()
    is_bucket = re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/[^\s?#]*)?", value)
    if value and not is_bucket and not value.startswith("/"):
        raise wrong(name, value, "a folder such as /var/backups/digitsite or s3://...")
    return value


def env_recipient(name):
    """A recipient of age's, or a key of gpg's; empty: no encryption.

    An error does not show it: it may be the identity, which is the secret.
    """
    value = os.environ.get(name, "").strip()
    if value and not re.fullmatch(RECIPIENT, value):
        raise ImproperlyConfigured(
            f"{name} is wrong; use age1... or the id of a key that gpg knows."
        )
    return value


def backup_database(name, base_dir):
    """Django's settings of the server that is backed up; None: that of DATABASE_URL."""
    if not os.environ.get(name, "").strip():
        return None
    url = env_database_url(name)
    if url.startswith("sqlite"):
        raise wrong(name, "sqlite:...", "the address of a PostgreSQL server")
    return database(url, base_dir, setting=name)
