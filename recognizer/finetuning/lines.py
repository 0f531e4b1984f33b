"""What a fine-tune says on its way, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from ml.metrics.gate import Verdict, gain_in_words
from recognizer.finetuning.labelled_drawing import LabelledDrawing, tiles_of
from recognizer.finetuning.preview import Preview
from recognizer.finetuning.selection import Selection, per_digit


def preview_lines(
    preview: Preview, shown: int | None = 0, hint: str = ""
) -> Iterator[str]:
    """What trains, what judges, what is left out and why.

    Of each reason so many ids are `shown`, and a hint where there are more. None shows
    them all, and those of what trains and judges too.
    """
    selection = preview.selection
    corrections = sum(row.is_correction for row in selection.train)
    yield (
        f"{len(selection.train)} labelled drawings to train on ({corrections} "
        f"corrections), {len(selection.held_out)} of other people held out."
    )
    yield from _number_lines(selection)
    for name, rows in (("train", selection.train), ("held out", selection.held_out)):
        yield f"{name:9} {_digits(rows)}  (10: not a digit)"
        if shown is None:
            yield from _ids(row.pk for row in rows)
    if preview.doubt:
        yield preview.doubt
    for reason, ids in selection.left_out.items():
        yield f"{len(ids)} left out: {reason}"
        yield from _ids(ids[:shown])
        if shown and len(ids) > shown:
            yield f"  and {len(ids) - shown} more; {hint}"


def second_opinion_lines(preview: Preview, where: str) -> Iterator[str]:
    """How many corrections train only once a second reviewer has confirmed them."""
    if far := len(preview.far):
        noun = "correction waits" if far == 1 else "corrections wait"
        yield f"{far} {noun} for a second opinion, {where}."


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Before and after on each set that judged."""
    for name, row in verdict.figures.items():
        before, after = row["before"], row["after"]
        yield (
            f"{name}: {before['right']} -> {after['right']} of {after['n']} right "
            f"({before['accuracy']:.2%} -> {after['accuracy']:.2%}): "
            f"{gain_in_words(row['fixed'], row['broken'])} (p {row['p']:.2g})"
        )


def _number_lines(selection: Selection) -> Iterator[str]:
    """How many of the drawings are numbers, and how many parts these have."""
    sides = selection.train, selection.held_out
    numbers = [sum(bool(row.number) for row in side) for side in sides]
    parts = [sum(len(row.parts) for row in side) for side in sides]
    if any(numbers):
        yield (
            f"Numbers among them: {numbers[0]}, whose {parts[0]} digits train, and "
            f"{numbers[1]}, whose {parts[1]} digits judge."
        )


def _digits(rows: list[LabelledDrawing]) -> str:
    counts = per_digit(tiles_of(rows))
    return "  ".join(f"{digit}: {counts[digit]}" for digit in sorted(counts))


def _ids(ids: Iterable[UUID]) -> Iterator[str]:
    return (f"  {pk}" for pk in ids)
