"""A question before what cannot be taken back."""

from django.core.management.base import CommandError


def be_sure(question: str) -> None:
    """Raises CommandError unless the answer is yes."""
    try:
        answer = input(f"{question} [yes/no] ")
    except EOFError:
        answer = "nobody there; --yes goes without asking"
    if answer.strip().lower() != "yes":
        raise CommandError(f"Nothing is deleted: {answer or 'no answer'}.")
