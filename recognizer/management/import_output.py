"""What manage.py import_drawings says at its end, line by line."""

from collections.abc import Iterator

from ml.metrics.plausibility import FEWEST
from recognizer.formatting import percent
from recognizer.imports.importer import Import
from recognizer.imports.survey import Agreement

SHOWN = 5  # files or folders whose labels are doubtful
NO_LABEL = (
    "No label was found, so nothing was imported. A picture's label is the name of "
    "its folder: 7, 07, digit_7, class 7, seven or not-a-digit. The labels of MNIST's "
    "tiles are in a file beside them, train-labels-idx1-ubyte for "
    "train-images-idx3-ubyte. Without --label-by, drawings are imported unlabelled."
)


def import_lines(done: Import, agreements: list[Agreement]) -> Iterator[str]:
    """What was kept; whether the labels can be true; what has none."""
    would = "Would keep" if done.dry_run else "Kept"
    yield (
        f"{would} {done.kept:,}, labelled {done.labelled:,}; {done.known:,} here "
        f"already, {done.refused:,} refused."
    )
    if done.labelled and agreements[0].n >= FEWEST:
        yield from judgement(agreements, done)
    if done.not_labelled:
        yield (
            f"{done.not_labelled:,} labels of the files are not set: say with "
            "--label-by who vouches for them."
        )
    if done.unlabelled and (done.by or done.not_labelled):
        yield f"{done.unlabelled:,} have no label: {unlabelled_names(done)}."


def unlabelled_names(done: Import) -> str:
    """The first pictures that have no label, and how many more there are."""
    first = ", ".join(map(printable, done.first_unlabelled))
    more = done.unlabelled - len(done.first_unlabelled)
    return f"{first} and {more:,} more" if more else first


def judgement(agreements: list[Agreement], done: Import) -> Iterator[str]:
    """Whether the labels can be true, of all files and of those that stand out."""
    everything, *sources = agreements
    yield from agreement_lines(everything)
    if not everything.is_doubtful:
        doubtful = [source for source in sources if source.is_doubtful]
        for source in doubtful[:SHOWN]:
            yield from agreement_lines(source)
        if len(doubtful) > SHOWN:
            yield f"The same is wrong with {len(doubtful) - SHOWN:,} more."
    if done.held_back:
        yield from held_back_lines(done)
    elif everything.is_below:
        yield "Look at some of them before they train: they are hard, or wrong."


def held_back_lines(done: Import) -> Iterator[str]:
    """What becomes of the doubtful labels, and who is to do what."""
    would = "would train" if done.dry_run else "train"
    yield (
        f"{done.held_back:,} labels {would} nothing until somebody has looked and "
        "confirms them: in the admin, Drawings, filter by label 'doubtful import'."
    )
    if not done.dry_run:
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
