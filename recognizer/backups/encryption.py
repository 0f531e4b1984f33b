"""Encryption by age or gpg: whoever makes backups cannot read them."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext

from recognizer.backups.errors import BackupError
from recognizer.backups.programs import Output, Program
from recognizer.backups.streams import Readable


def encryption(recipient: str) -> tuple[list[Program], str]:
    """The program that encrypts for that recipient, and what names then end with.

    `age1...` is for age, what else for gpg; none: neither.
    """
    if not recipient:
        return [], ""
    if recipient.startswith("age1"):
        age = installed("age", "age")
        return [Program([age, "--encrypt", "--recipient", recipient])], ".age"
    gpg = [installed("gpg", "gnupg"), "--batch", "--quiet", "--trust-model", "always"]
    gpg += ["--no-auto-key-locate"]  # whom the keyring does not know is nobody
    # What pg_dump has compressed needs it no more.
    gpg += ["--compress-algo", "none", "--recipient", recipient, "--encrypt"]
    return [Program(gpg)], ".gpg"


def decrypted(
    source: Readable, name: str, identity: str
) -> AbstractContextManager[Readable]:
    """What a backup of that name holds. Raises BackupError without an identity."""
    if name.endswith(".age"):
        if needs_identity(name, identity):
            raise BackupError(
                f"{name} is encrypted: name the file of its age identity, by "
                "--identity or BACKUP_IDENTITY."
            )
        age = installed("age", "age")
        return Output([Program([age, "--decrypt", "--identity", identity])], source)
    if name.endswith(".gpg"):
        gpg = installed("gpg", "gnupg")
        return Output([Program([gpg, "--batch", "--quiet", "--decrypt"])], source)
    return nullcontext(source)


def needs_identity(name: str, identity: str) -> bool:
    """Whether it cannot be read by what was named; gpg looks for its key itself."""
    return name.endswith(".age") and not identity


def installed(program: str, package: str) -> str:
    if path := shutil.which(program):
        return path
    raise BackupError(f"There is no {program} here: apt-get install {package}.")
