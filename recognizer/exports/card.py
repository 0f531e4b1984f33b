"""The dataset card: README.md with front matter in the form of model hubs.

Form: https://huggingface.co/docs/hub/datasets-cards
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

import yaml
from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from ml.inference.networks import WORDS
from ml.markdown import table
from recognizer.exports.dataset import Export
from recognizer.models import DrawingQuerySet, Prediction, Source

UNLICENSED = "not licensed for publication: set EXPORT_LICENCE"
SIZES = {  # up to which count, as hubs have them
    1_000: "n<1K",
    10_000: "1K<n<10K",
    100_000: "10K<n<100K",
    1_000_000: "100K<n<1M",
    10_000_000: "1M<n<10M",
}

FILES = {
    "idx": "`train-images-idx3-ubyte.gz` and `train-labels-idx1-ubyte.gz`: MNIST's "
    "own form. Tiles of 28x28 bytes, 255 ink, by MNIST's rule; a label a byte. The "
    "n-th label is of the n-th tile.",
    "npz": "`drawings.npz`, for `numpy.load`: `x` uint8 (n, 28, 28), 255 ink, by "
    "MNIST's rule; `y` uint8 (n,); `id` (n,). Not split: Keras's `mnist.npz` has "
    "`x_train`, `y_train`, `x_test` and `y_test` in their place.",
    "png": "`pictures.zip`, or several of them numbered: the pictures as they were "
    "sent (PNG, JPEG or WebP, without metadata), as `7/<id>.png`, and "
    "`not-a-digit/<id>.png`.",
    "jsonl": "`drawings.jsonl`, a drawing a line: `id`, `label`, `claim` (what the "
    "visitor said), `answers` of the versions, `source`, `created_at`, `labelled_at`, "
    "`audited` (chosen for review by chance), `history` of the label, `strokes` "
    "(points [x, y], where known), `picture` (the file in base64).",
}

CARD = """---
{front}---

# Labelled drawings

{count:,} drawings of single digits, exported on {today}. Licence: {licence}.

## Files

{files} `manifest.json` has the SHA-256 of each file.

Label 10 is "not a digit". Who drew is not in here.

## Labels

Staff looked at each drawing and set its label; {reviewers}. A second person is asked
for a share of {second:.0%}, and always about "not a digit". Drawings that two people
disagree about are left out, until a third look.{once}

Which drawings get a label is not left to chance: those come first whose answer the
visitor denied, that versions disagree about, or that the network was unsure of. Of
{audited:,} it was chance alone that chose them.

{labels}

{versions}

{sources}

Drawn {drawn}; labelled {labelled}.
"""


def card(export: Export, format: str) -> str:
    """The card's text, made of what the database says."""
    drawings = export.rows.order_by()
    facts = facts_of(export, drawings)
    reviewers = drawings.values("labelled_by").distinct().count()
    return CARD.format(
        front=yaml.safe_dump(front_matter(facts, format), sort_keys=False),
        count=export.count,
        today=timezone.now().date(),
        licence=settings.EXPORT_LICENCE or UNLICENSED,
        files=FILES[format],
        reviewers=f"{reviewers} of them did",
        second=settings.SECOND_OPINION_SHARE,
        once="\nOf drawings with the same tile one is kept." if export.once else "",
        audited=drawings.filter(audited=True).count(),
        labels=counts_table("label", facts["labels"]),
        versions=counts_table("answered by", facts["versions"]),
        sources=counts_table("came from", facts["sources"]),
        drawn=date_range(facts["drawn"]),
        labelled=date_range(facts["labelled"]),
    )


def facts_of(export: Export, drawings: DrawingQuerySet) -> dict:
    """Counts and dates; the last day of a range is in it."""
    times = drawings.aggregate(
        Min("created_at"), Max("created_at"), Min("labelled_at"), Max("labelled_at")
    )
    given = Prediction.objects.filter(given=True, drawing__in=drawings.values("pk"))
    return {
        "count": export.count,
        "labels": {WORDS[key]: n for key, n in counts(drawings, "label")},
        "versions": dict(counts(given.order_by(), "version__name")),
        "sources": {Source(key).label: n for key, n in counts(drawings, "source")},
        "drawn": days(times["created_at__min"], times["created_at__max"]),
        "labelled": days(times["labelled_at__min"], times["labelled_at__max"]),
    }


def counts(rows: QuerySet, column: str) -> Iterable[tuple]:
    """Each value of a column, and how many rows have it."""
    return rows.values_list(column).annotate(n=Count("pk")).order_by(column)


def days(*times: datetime | None) -> list[date]:
    return [time.date() for time in times if time]


def front_matter(facts: dict, format: str) -> dict:
    return {
        **licence_keys(settings.EXPORT_LICENCE or UNLICENSED),
        "pretty_name": "Labelled drawings of digits",
        "task_categories": ["image-classification"],
        "tags": ["digits", "handwriting"],
        "size_categories": [size_category(facts["count"])],
        "dataset_info": {"splits": [{"name": "train", "num_examples": facts["count"]}]},
        "digitsite": {"format": format, **facts},
    }


def licence_keys(licence: str) -> dict[str, str]:
    """A hub's identifier such as CC-BY-4.0, or any other sentence."""
    if re.fullmatch(r"[A-Za-z][\w.-]+", licence):
        return {"license": licence.lower()}
    return {"license": "other", "license_name": licence}


def size_category(count: int) -> str:
    return next((name for most, name in SIZES.items() if count < most), "10M<n<100M")


def counts_table(title: str, counts: dict[str, int]) -> str:
    rows = [(name, f"{n:,}") for name, n in counts.items()]
    return table((title, "drawings"), rows)


def date_range(days: list[date]) -> str:
    return " to ".join(map(str, dict.fromkeys(days))) or "never"
