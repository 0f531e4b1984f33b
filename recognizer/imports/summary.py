"""What an import says at its end, line by line."""

from collections import Counter
from collections.abc import Iterator

from ml.metrics.plausibility import FEWEST
from recognizer.formatting import percent
from recognizer.imports.survey import Agreement, doubtful_sources

SHOWN = 5  # files or folders whose labels are doubtful
NO_LABEL = (
    "No label was found, so nothing was imported. A picture's label is the name of "
    "its folder: 7, 07, digit_7, class 7, seven, not-a-digit or several-digits-42. The "
    "labels of MNIST's tiles are in a file beside them, train-labels-idx1-ubyte for "
    "train-images-idx3-ubyte."
)


def sentence(counts: Counter[str], *, dry_run: bool) -> str:
    would = "Would keep" if dry_run else "Kept"
    return (
        f"{would} {counts['kept']:,}, labelled {counts['labelled']:,}; "
        f"{counts['known']:,} here already, {counts['refused']:,} refused."
    )


def unlabelled_line(count: int, first: list[str]) -> str:
    """The first pictures that have no label, and how many more there are."""
    names = ", ".join(map(printable, first))
    more = f" and {count - len(first):,} more" if count > len(first) else ""
    return f"{count:,} have no label: {names}{more}."


def judgement(agreements: list[Agreement]) -> Iterator[str]:
    """Whether the labels can be true, of all files and of those that stand out."""
    everything, *sources = agreements
    if everything.n < FEWEST:
        return
    yield from agreement_lines(everything)
    if not everything.is_doubtful:
        doubtful = [source for source in sources if source.is_doubtful]
        for source in doubtful[:SHOWN]:
            yield from agreement_lines(source)
        if len(doubtful) > SHOWN:
            yield f"The same is wrong with {len(doubtful) - SHOWN:,} more."
    if everything.is_below and not doubtful_sources(agreements):
        yield "Look at some of them before they train: they are hard, or wrong."


def held_back_lines(held_back: int, *, dry_run: bool) -> Iterator[str]:
    """What becomes of the doubtful labels, and who is to do what."""
    would = "would train" if dry_run else "train"
    yield (
        f"{held_back:,} labels {would} nothing until somebody has looked and "
        "confirms them: in the admin, Drawings, filter by label 'doubtful import'."
    )
    if not dry_run:
        yield (
            "Before you import them anew, have a superuser delete them there: they "
            "would stay as they are."
        )


def agreement_lines(agreement: Agreement) -> Iterator[str]:
    """How often answers and labels agree; where they do not, what would explain it."""
    share = percent(agreement.right / agreement.n)
    source = f"{printable(agreement.source)}: " if agreement.source else ""
    agrees = f"{agreement.version} agrees with {agreement.right:,} of {agreement.n:,}"
    if not agreement.is_below:
        yield f"{source}{agrees} labels ({share})."
        return
    expected = percent(agreement.expected)
    yield (
        f"Warning: {source}{agrees} labels ({share}); of its hold-out it reads "
        f"{expected}."
    )
    if reading := agreement.reading:
        fits = percent(reading.share)
        yield f"{reading.words}, they agree at {fits}: {reading.remedy}."


def printable(name: str) -> str:
    """A file's name without what could steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in name)
