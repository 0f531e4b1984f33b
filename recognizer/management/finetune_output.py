"""What manage.py finetune says, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from ml.metrics.gate import Verdict, gain_in_words
from ml.metrics.plausibility import is_far_below
from recognizer.finetuning.selection import LabelledDrawing, Selection, per_digit

SHOWN = 8  # ids of the drawings left out for one reason, unless all are asked for


def selection_lines(selection: Selection, all_ids: bool) -> Iterator[str]:
    """What trains, what judges and what is left out; with `all_ids`, all by id."""
    corrections = sum(row.is_correction for row in selection.train)
    yield (
        f"{len(selection.train)} labelled drawings to train on ({corrections} "
        f"corrections), {len(selection.held_out)} of other people held out."
    )
    for name, rows in (("train", selection.train), ("held out", selection.held_out)):
        yield f"{name:9} {_digits(rows)}  (10: not a digit)"
        if all_ids:
            yield from _ids(row.pk for row in rows)
    yield from _doubt(selection)
    for reason, ids in selection.left_out.items():
        yield f"{len(ids)} left out: {reason}"
        yield from _ids(ids if all_ids else ids[:SHOWN])
        if len(ids) > SHOWN and not all_ids:
            yield f"  and {len(ids) - SHOWN} more; -v 2 names all"


def second_opinion_lines(far: int, dry_run: bool) -> Iterator[str]:
    """How many corrections train only once a second reviewer has confirmed them."""
    if far:
        noun = "correction waits" if far == 1 else "corrections wait"
        where = "would be first in the review" if dry_run else "first in the review"
        yield f"{far} {noun} for a second opinion, {where}."


def _doubt(selection: Selection) -> Iterator[str]:
    """A warning where few answers agree with labels that did not depend on them."""
    blind = [row for row in selection.train + selection.held_out if row.blind]
    right = sum(not row.is_correction for row in blind)
    if is_far_below(right, len(blind)):
        yield (
            f"Warning: {len(blind)} drawings were labelled whatever the answer, and "
            f"only {right} of them ({right / len(blind):.1%}) are read so. Look at "
            "some before you promote a version that has learned them."
        )


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Before and after on each set that judged."""
    for name, row in verdict.figures.items():
        before, after = row["before"], row["after"]
        yield (
            f"{name}: {before['right']} -> {after['right']} of {after['n']} right "
            f"({before['accuracy']:.2%} -> {after['accuracy']:.2%}): "
            f"{gain_in_words(row['fixed'], row['broken'])} (p {row['p']:.2g})"
        )


def _digits(rows: list[LabelledDrawing]) -> str:
    counts = per_digit(rows)
    return "  ".join(f"{digit}: {counts[digit]}" for digit in sorted(counts))


def _ids(ids: Iterable[UUID]) -> Iterator[str]:
    return (f"  {pk}" for pk in ids)
