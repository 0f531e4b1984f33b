"""The card of a fine-tuned version, in the form that model hubs read.

https://huggingface.co/docs/hub/model-cards: YAML front matter, then Markdown.
"""

from __future__ import annotations

from ml.inference.version_files import front_matter
from ml.markdown import percent, table
from ml.metrics.gate import Verdict
from ml.publishing.card_text import INTENDED, LICENCE, NOT_FOR

HEAD = (
    "judged on",
    "drawings",
    "parent, %",
    "this version, %",
    "fixed",
    "broken",
    "sure, %",
    "p",
)


def write_card(facts: dict, verdict: Verdict) -> str:
    """Markdown; `facts` go under the key `digitsite`."""
    name, parent = facts["name"], facts["parent"]
    front = {
        "license": "cc-by-sa-3.0",
        "library_name": "keras",
        "pipeline_tag": "image-classification",
        "base_model": f"digitsite-{parent}",
        "tags": ["digits", "handwriting", "litert"],
        "metrics": ["accuracy"],
        "model-index": [{"name": f"digitsite-{name}", "results": _results(verdict)}],
        "digitsite": facts,
    }
    return f"""\
---
{front_matter(front)}---

# {name}: {parent}, fine-tuned on corrected drawings

{verdict}

## Intended use

{INTENDED["base"]}

{NOT_FOR}

## Training data

{facts["counts"]["train"]} drawings that staff of the site labelled,
{facts["counts"]["corrections"]} of them corrections{_numbers(facts["counts"])}, beside
{facts["recipe"]["replay"]:,} replayed tiles of MNIST's training digits (CC BY-SA 3.0)
and of strokes drawn by code. {facts["counts"]["held_out"]} drawings judged; none is of
a person whose drawings trained.

## Procedure

{facts["recipe"]["steps"]} steps of {facts["recipe"]["batch"]} tiles, AdamW at
{facts["recipe"]["learning_rate"]:g}, BatchNorm frozen, seed {facts["seed"]}; \
{100 * facts["recipe"]["share"]:g} % of
the new weights and the rest of the parent's. Temperature and threshold stay.

## Evaluation

{table(list(HEAD), [_row(*item) for item in verdict.figures.items()])}

sure: the probability that this version reads more drawings like these than its parent,
by a Bayesian sign test. p: McNemar's exact test.

## Licence

{LICENCE}
"""


def _numbers(counts: dict) -> str:
    """Of numbers, of which each digit is a tile; nothing where there are none."""
    if not counts.get("numbers"):  # a result that an older release has kept lacks it
        return ""
    numbers, parts = counts["numbers"], counts["parts_of_numbers"]
    return f" and {numbers} numbers,\nwhose {parts} digits are tiles of their own"


def _row(name: str, figures: dict) -> list:
    before, after = figures["before"], figures["after"]
    shares = [percent(before["accuracy"]), percent(after["accuracy"])]
    sure = percent(min(figures["sure"], 0.9999))  # never quite
    changes = [figures["fixed"], figures["broken"], sure]
    return [name, before["n"], *shares, *changes, f"{figures['p']:.2g}"]


def _results(verdict: Verdict) -> list[dict]:
    return [
        {
            "task": {"type": "image-classification"},
            "dataset": {"type": "digitsite", "name": name},
            "metrics": [{"type": "accuracy", "value": figures["after"]["accuracy"]}],
        }
        for name, figures in verdict.figures.items()
    ]
