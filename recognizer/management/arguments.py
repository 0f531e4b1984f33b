"""Command-line arguments -> versions, users, times and files, or a sentence why not."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.utils.timezone import is_naive, make_aware

from recognizer.models import ModelVersion

SHOWN = 20  # names in an error
T = TypeVar("T", bound=date)


def find_version(name: str) -> ModelVersion:
    """The version of that name or number, 2 for v0002. Raises CommandError."""
    wanted = f"v{int(name):04}" if name.isdecimal() else name
    version = ModelVersion.objects.filter(name=wanted).first()
    if not version:
        names = ", ".join(ModelVersion.objects.values_list("name", flat=True)[:SHOWN])
        raise CommandError(f"No version {wanted!r}; there are {names or 'none'}.")
    return version


def reason(text: str) -> str:
    """Why something is done, without spaces around. Raises ArgumentTypeError."""
    if not text.strip():
        raise ArgumentTypeError("Say why: the reason is kept.")
    return text.strip()


def user(name: str) -> User:
    """The user of that name. Raises ArgumentTypeError."""
    named = get_user_model().objects.filter(username=name).first()
    if not named:
        raise ArgumentTypeError(f"There is no user {name!r}.")
    return named


def writable_file(text: str) -> Path:
    """Checks that a file can be written there, before the long work whose result it is.

    Raises ArgumentTypeError.
    """
    path = Path(text)
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise ArgumentTypeError(f"{text!r}: {error.strerror}.") from error
    if path.is_dir():
        raise ArgumentTypeError(f"{text!r} is a folder.")
    return path


def day(text: str) -> date:
    """A day such as 2026-11-23. Raises ArgumentTypeError."""
    return _date(text, date.fromisoformat, "day such as 2026-11-23")


def moment(text: str) -> datetime:
    """A day or a time, in the site's zone. Raises ArgumentTypeError."""
    shape = "day such as 2026-11-23, nor a time such as 2026-11-23T18:30"
    when = _date(text, datetime.fromisoformat, shape)
    return make_aware(when) if is_naive(when) else when


def _date(text: str, parse: Callable[[str], T], shape: str) -> T:
    try:
        return parse(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no {shape}.") from error
