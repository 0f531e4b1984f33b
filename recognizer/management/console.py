"""How commands ask before what cannot be taken back, and how Ctrl-C ends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

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
    """On Ctrl-C raise CommandError, with exit code STOPPED and what describe() says."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        raise CommandError(describe(), returncode=STOPPED) from interrupt
