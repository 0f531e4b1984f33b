"""How our backups are called: digitsite-20261126T223000Z.dump.age."""

from __future__ import annotations

import re
from datetime import UTC, datetime

OURS = re.compile(r"digitsite-(\d{8}T\d{6}Z)\.(dump|sqlite3)(\.age|\.gpg)?")
MOMENT = "%Y%m%dT%H%M%SZ"
CHECKSUM = ".sha256"


def name_of(moment: datetime, suffix: str) -> str:
    return f"digitsite-{moment.astimezone(UTC):{MOMENT}}{suffix}"


def moment_of(name: str) -> datetime | None:
    """When a backup of ours was begun; None of any other file."""
    match = OURS.fullmatch(name)
    if not match:
        return None
    try:
        return datetime.strptime(match[1], MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_encrypted(name: str) -> bool:
    return name.endswith((".age", ".gpg"))
