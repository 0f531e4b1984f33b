"""What the pages that promote show before they ask: how the two versions compare."""

from collections import Counter

from recognizer.admin.answer_diff import missing_answers
from recognizer.models import Drawing, ModelVersion
from recognizer.versions.answer_diff import Diff, count_answers
from recognizer.versions.evidence import audited, conclusion, on_hold_outs
from recognizer.versions.promotion import answering_version


def evidence(version: ModelVersion) -> dict:
    """The version beside the one that answers; empty where there are no two."""
    other = answering_version()
    if not other or other == version:
        return {}
    audit = audited(version, other)
    return {
        "version": version,
        "other": other,
        "audit": audit,
        "audit_share": Drawing.objects.filter(audited=True).count(),
        "conclusion": conclusion(version, other, audit),
        "rows": [audit, *on_hold_outs(version, other)],
        "diff": Diff(count_answers(version, other), Counter()),
        "missing_answers": missing_answers(version, other),
    }
