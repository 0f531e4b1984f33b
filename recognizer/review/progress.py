"""What the review page tells reviewers of their work: what waits, what they did."""

from collections import defaultdict
from itertools import islice

from django.contrib.auth.models import User
from django.utils import timezone

from recognizer.models import Drawing, LabelChange, LabelChangeQuerySet

MOST_COUNTED = 10_000  # counting on would take longer than the number is worth
CAN_UNDO = 20  # of the reviewer's last keystrokes, also after a reload
LOOK_BACK = 2000  # changes among which these are sought


def waiting_for(reviewer: User) -> str:
    """How many drawings wait for a reviewer, in words: "7", or "10,000+"."""
    number = Drawing.objects.waiting(reviewer).order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"


def changes_of(reviewer: User) -> LabelChangeQuerySet:
    """A reviewer's changes that stand, the newest first."""
    return LabelChange.objects.standing().filter(by=reviewer)


def done_today(reviewer: User) -> int:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return changes_of(reviewer).filter(created_at__gte=midnight).count()


def last_keystrokes(reviewer: User) -> list[dict]:
    """What the reviewer can undo: which keystrokes labelled what, the oldest first."""
    by_key = changes_of(reviewer).exclude(keystroke="")
    labelled = defaultdict(list)
    for keystroke, drawing in by_key.values_list("keystroke", "drawing")[:LOOK_BACK]:
        labelled[keystroke].append(str(drawing))
    newest_first = [
        {"keystroke": keystroke, "drawings": drawings}
        for keystroke, drawings in islice(labelled.items(), CAN_UNDO)
    ]
    return newest_first[::-1]
