"""Delete a key, and what its program drew if that is wanted."""

from django.db import transaction

from recognizer.deletion.forgetting import Forgotten, forget
from recognizer.models import ApiKey, Drawing, DrawingQuerySet


def drawings_of(key: ApiKey) -> DrawingQuerySet:
    return Drawing.objects.owned_by(key.owner)


@transaction.atomic
def delete_key(key: ApiKey, *, with_drawings: bool) -> Forgotten:
    """Delete a key; returns what was forgotten with it.

    Drawings that stay keep their owner's name, which no other key ever has: nobody can
    ask for them, and a fine-tune that trained on them does not judge by them later.
    """
    forgotten = forget(drawings_of(key)) if with_drawings else Forgotten()
    key.delete()
    return forgotten
