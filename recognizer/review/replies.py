"""What the review page is told of a drawing that it has labelled."""

from django.contrib.auth.models import User

from recognizer.formatting import staff_word
from recognizer.models import Drawing, Reason


def reply_for(drawing: Drawing, by: User) -> dict:
    """The reply for one drawing: what stands now."""
    return {
        "id": str(drawing.pk),
        "label": drawing.label_value,
        "waits_for": drawing.get_waits_for_display(),
        "says": others_opinion(drawing, by),
    }


def others_opinion(drawing: Drawing, by: User) -> str:
    """What a reviewer should know of others' labels, in a sentence, or ""."""
    standing = drawing.label_changes.standing()
    changes = list(standing.select_related("by"))
    if not changes or drawing.label is None:
        return ""
    other = next((change for change in changes if change.by != by), None)
    if other and drawing.waits_for == Reason.DISPUTE:
        word = staff_word(other.to_value)
        return f"{other.by} said {word}: needs a third look."
    if changes[0].waited_for == Reason.DISPUTE:
        return "Settled."
    if other and other.to_value == drawing.label_value:
        return f"{other.by} says so too."
    return ""
