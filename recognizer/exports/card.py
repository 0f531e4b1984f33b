"""The dataset card: README.md with front matter in the form of model hubs.

Form: https://huggingface.co/docs/hub/datasets-cards
"""

import re
from datetime import date

import yaml
from django.conf import settings

from ml.inference.networks import WORDS
from ml.markdown import table
from recognizer.exports.facts import Facts
from recognizer.exports.plan import Plan
from recognizer.models import Source

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
    "sent (PNG, JPEG or WebP, without metadata), as `7/<id>.png`, "
    "`not-a-digit/<id>.png`, and a number as `several-digits-42/<id>.png`. Each digit "
    "of a number, where it was found, is a picture too, the first one of a 42 "
    "`parts/4/<id>-1.png`: its ink alone, dark on white.",
    "jsonl": "`drawings.jsonl`, a drawing a line: `id`, `label`, `claim` (what the "
    "visitor said), `answers` of the versions, `source`, `created_at`, `labelled_at`, "
    "`audited` (chosen for review by chance), `history` of the label, `strokes` "
    "(points [x, y], where known), `picture` (the file in base64). Of a number `parts` "
    "has each digit's `box`, [left, top, width, height] in pixels of the upright "
    "picture, or null where they were not found; the `parts` of an answer are those "
    "that the version has read.",
}

NUMBER_LABELS = ', and a number is text such as "42", with its leading zeros'

CARD = """---
{front}---

# Labelled drawings

{count:,} drawings of single digits{numbers}, exported on {today}. Licence: {licence}.

## Files

{files} `manifest.json` has the SHA-256 of each file.

Label 10 is "not a digit"{number_labels}. Who drew is not in here.{left_out}

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


def card(plan: Plan, facts: Facts) -> str:
    """The card's text."""
    named = named_facts(facts)
    return CARD.format(
        front=yaml.safe_dump(front_matter(named, plan.format), sort_keys=False),
        count=facts.count,
        numbers=" and numbers" if facts.numbers else "",
        number_labels=NUMBER_LABELS if facts.numbers else "",
        left_out=left_out_numbers(plan),
        today=plan.day,
        licence=settings.EXPORT_LICENCE or UNLICENSED,
        files=FILES[plan.format],
        reviewers=f"{len(facts.reviewers)} of them did",
        second=settings.SECOND_OPINION_SHARE,
        once="\nOf drawings with the same tile one is kept." if plan.once else "",
        audited=facts.audited,
        labels=counts_table("label", named["labels"]),
        versions=counts_table("answered by", named["versions"]),
        sources=counts_table("came from", named["sources"]),
        drawn=date_range(named["drawn"]),
        labelled=date_range(named["labelled"]),
    )


def left_out_numbers(plan: Plan) -> str:
    """How many numbers the format could not hold."""
    if not (n := plan.numbers_left_out):
        return ""
    return (
        f"\n{n:,} labelled number{'s are' if n > 1 else ' is'} left out: this format "
        'holds single\ndigits, and a number is not one, nor "not a digit".'
    )


def named_facts(facts: Facts) -> dict:
    """Counts and dates under the names that people read."""
    labels = {WORDS[key]: n for key, n in sorted(facts.labels.items())}
    numbers = {}
    if facts.numbers:
        labels["Number"] = facts.numbers
        numbers = {
            "numbers_with_parts": facts.numbers_with_parts,
            "parts": facts.parts,
        }
    return {
        "count": facts.count,
        "labels": labels,
        **numbers,
        "versions": dict(sorted(facts.versions.items())),
        "sources": {Source(key).label: n for key, n in sorted(facts.sources.items())},
        "drawn": facts.drawn.days(),
        "labelled": facts.labelled.days(),
    }


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
