"""Find a backup, and read all of it once before anybody relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from recognizer.backups.encryption import decrypted
from recognizer.backups.engine import Migration
from recognizer.backups.engines import ENGINES, engine
from recognizer.backups.errors import BackupError
from recognizer.backups.names import CHECKSUM, moment_of
from recognizer.backups.places import Folder, Place, place_at
from recognizer.backups.retention import kept_in
from recognizer.backups.streams import Begun, Measured, Readable, chunks, read_block

MAGIC = max(len(engine.magic) for engine in ENGINES)
SHA256 = 64  # characters


@dataclass(frozen=True)
class Source:
    """A backup that somebody has named."""

    place: Place
    name: str

    def __str__(self) -> str:
        return f"{self.place}/{self.name}"


def find(address: str) -> Source:
    """A backup by its path or s3:// address; of a place, its newest whole one."""
    if Path(address).is_file():
        path = Path(address)
        return Source(Folder(path.parent), path.name)
    folder, _, name = address.rpartition("/")
    if moment_of(name):
        return Source(place_at(folder or "."), name)
    place = place_at(address)
    whole = [row.name for row in kept_in(place) if row.is_whole]
    if not whole:
        raise BackupError(f"{place} holds no backup that is whole.")
    return Source(place, whole[0])


def verify(source: Source, identity: str, *, without_checksum: bool = False) -> None:
    """Read all of it.

    Raises BackupError where its checksum or its parts do not fit, or where it is of a
    later release than ours, or of another database.
    """
    expected = expected_checksum(source, without_checksum)
    failure = None
    with opened(source) as file:
        raw = Measured(file)
        try:
            migrations = look_into(raw, source.name, identity)
        except BackupError as error:
            failure = error
        sha256 = rest_of(raw)
    if expected and sha256 != expected:
        raise damaged(source, sha256, expected)
    if failure:
        raise failure
    refuse_later(migrations)


def verify_checksum(source: Source) -> None:
    """All that can be said of it without an identity. Raises BackupError."""
    expected = expected_checksum(source, without_checksum=False)
    with opened(source) as file:
        sha256 = rest_of(Measured(file))
    if sha256 != expected:
        raise damaged(source, sha256, expected)


def look_into(raw: Readable, name: str, identity: str) -> set[Migration]:
    with decrypted(raw, name, identity) as plain:
        begun = Begun(plain, MAGIC)
        refuse_others(begun.first)
        return engine().look_into(begun)


def refuse_others(first: bytes) -> None:
    """Raise BackupError of what begins as no backup of our database does."""
    for kind in ENGINES:
        if first.startswith(kind.magic):
            if kind is engine():
                return
            ours = engine().title
            raise BackupError(f"It is of {kind.title}, and DATABASE_URL names {ours}.")
    raise BackupError(
        "It is no backup: neither an archive of pg_dump's custom format nor an SQLite "
        "database."
    )


def expected_checksum(source: Source, without_checksum: bool) -> str:
    """What lies beside it; '' if nothing does, and nothing needs to."""
    try:
        with source.place.open(source.name + CHECKSUM) as file:
            return read_block(file, SHA256).decode(errors="replace")
    except FileNotFoundError:
        if without_checksum:
            return ""
        raise BackupError(
            f"There is no {source}{CHECKSUM}, so nobody knows whether it is whole; "
            "--without-checksum takes it all the same."
        ) from None


@contextmanager
def opened(source: Source) -> Iterator[Readable]:
    try:
        with source.place.open(source.name) as file:
            yield file
    except FileNotFoundError:
        raise BackupError(f"There is no {source}.") from None


def rest_of(raw: Measured) -> str:
    """Read what is left; the SHA-256 of all."""
    for _ in chunks(raw):
        pass
    return raw.sha256


def damaged(source: Source, sha256: str, expected: str) -> BackupError:
    return BackupError(
        f"{source} is damaged: its SHA-256 is {sha256[:12]}..., and was "
        f"{expected[:12]}... when it was made."
    )


def refuse_later(migrations: set[Migration]) -> None:
    """Raise BackupError of migrations that only a later release has."""
    ours = MigrationLoader(None).disk_migrations.keys()
    labels = {config.label for config in apps.get_app_configs()}
    later = sorted(".".join(row) for row in migrations - ours if row[0] in labels)
    if later:
        raise BackupError(
            f"It is of a later release than this one, which has no {', '.join(later)}: "
            "restore it with that release."
        )
