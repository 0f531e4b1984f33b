"""How commands ask before what cannot be taken back, and how they end early."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from digitsite.database.errors import NO_ANSWER

STOPPED = 130  # exit code, as a shell's after Ctrl-C


def ask_to_confirm(question: str) -> None:
    """Ask on the terminal. Raises CommandError unless the answer is yes."""
    try:
        answer = input(f"{question} [yes/no] ")
    except EOFError:
        answer = "nobody there; --yes goes without asking"
    if answer.strip().lower() != "yes":
        raise CommandError(f"Nothing is deleted: {answer or 'no answer'}.")


@contextmanager
def stoppable(describe: Callable[[], str]) -> Iterator[None]:
    """On Ctrl-C raise CommandError, with exit code STOPPED and what describe() says.

    Where the database is lost meanwhile, too, with its words and exit code 1.
    """
    try:
        yield
    except NO_ANSWER as error:
        why = str(error).strip().replace("\n", " ")
        raise CommandError(f"The database is lost: {why}. {describe()}") from error
    except KeyboardInterrupt as interrupt:
        raise CommandError(describe(), returncode=STOPPED) from interrupt


@contextmanager
def stopped_by_service() -> Iterator[None]:
    """SIGTERM, as service managers and containers send it, does what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
