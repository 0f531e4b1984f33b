"""What a member of staff did last, in words: labels, promotions, the admin's log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from heapq import nlargest
from itertools import chain, groupby
from typing import NamedTuple

from django import template
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from recognizer.formatting import staff_word
from recognizer.models import LabelChange, Promotion

LATEST = 10  # actions shown
LOOK_BACK = 200  # changes among which they are sought: a key may have made many

register = template.Library()


class Action(NamedTuple):
    """What was done, when, and the page of what it was done to, if there is one."""

    when: datetime
    words: str
    url: str


@register.simple_tag
def recent_actions(user: User) -> list[Action]:
    """The newest first. The rows themselves tell: no log has to repeat them."""
    actions = chain(labels_of(user), promotions_of(user), logged_of(user))
    return nlargest(LATEST, actions)


def labels_of(user: User) -> Iterator[Action]:
    """One action for all that a key of the review did at once."""
    changes = LabelChange.objects.filter(by=user)[:LOOK_BACK]
    for _, group in groupby(changes, lambda change: change.keystroke or change.pk):
        newest, *others = group
        more = f", and {len(others):,} more drawings" if others else ""
        url = reverse("admin:recognizer_drawing_change", args=[newest.drawing_id])
        yield Action(newest.created_at, f"{in_words(newest)}{more}", url)


def in_words(change: LabelChange) -> str:
    before, after = staff_word(change.from_value), staff_word(change.to_value)
    if change.undoes_id:
        return f"Took back {before or 'no label'}: {after or 'no label'} again"
    if change.to_value is None:
        return f"Took the label {before} away"
    if change.from_value == change.to_value:
        return f"Confirmed {after}"
    return f"Labelled {after}" + (f" (was {before})" if before else "")


def promotions_of(user: User) -> Iterator[Action]:
    promotions = Promotion.objects.filter(by=user).select_related("version")
    for promotion in promotions[:LATEST]:
        did = "Rolled back to" if promotion.back_to_id else "Promoted"
        words = f"{did} {promotion.version}: {promotion.why}"
        url = reverse(
            "admin:recognizer_modelversion_change", args=[promotion.version_id]
        )
        yield Action(promotion.created_at, words, url)


def logged_of(user: User) -> Iterator[Action]:
    """Of the admin's log what has no row of its own: accounts, deletions."""
    entries = LogEntry.objects.filter(user=user).select_related("content_type")
    labelled = {"content_type__model": "drawing", "action_flag": CHANGE}
    for entry in entries.exclude(**labelled)[:LATEST]:
        yield Action(entry.action_time, str(entry), entry.get_admin_url() or "")
