"""Many pictures at once: each is answered or refused on its own.

The network answers all in one call, and two statements keep them. Pictures go by the
hashes of their files, so that one which comes twice is read and kept once.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.db import IntegrityError, transaction

from ml.preprocessing.errors import PictureError
from ml.preprocessing.picture import Picture
from recognizer.drawings.fingerprints import picture_hash
from recognizer.drawings.recognition import (
    Reading,
    check_upload,
    count,
    new_drawing,
    predict,
    read,
)
from recognizer.drawings.repeats import find_all_given
from recognizer.models import Drawing, Prediction, Source
from recognizer.versions.predictor import predictor

Outcome = Prediction | PictureError
Unread = TypeVar("Unread")
Result = TypeVar("Result")


def recognise_batch(
    files: Iterable[bytes | PictureError],
    *,
    owner: str,
    owner_is_new: bool,
    source: Source,
) -> list[Outcome]:
    """Recognise and keep the pictures; return each one's answer, or what is wrong.

    A file that could not be read before stands as its error. The same picture of the
    same owner is kept once, as recognise() does. Raises NoVersion
    (recognizer.versions.predictor).
    """
    checked = [attempt(check_upload, file) for file in files]
    pictures = by_hash(checked)
    given = {} if owner_is_new else find_all_given(owner, pictures)
    new = {key: pictures[key] for key in pictures if key not in given}
    answers = predict_all(new, partial(new_drawing, owner, source))
    return in_order(checked, {**given, **answers, **save_all(answers, owner)})


def answer_batch(files: Iterable[bytes | PictureError]) -> list[Outcome]:
    """Recognise the pictures, and keep nothing. Raises NoVersion."""
    checked = [attempt(check_upload, file) for file in files]
    answers = predict_all(by_hash(checked), Drawing)
    count_all(answers.values(), kept=False)
    return in_order(checked, answers)


def predict_all(
    pictures: dict[str, Picture], make_drawing: Callable[[], Drawing]
) -> dict[str, Outcome]:
    """Answer each picture, by one version for all."""
    serving = predictor.serving()
    readings = {
        key: attempt(partial(read, classifier=serving.classifier), picture)
        for key, picture in pictures.items()
    }
    readable = {k: r for k, r in readings.items() if isinstance(r, Reading)}
    answers = serving.classifier.answer_all([r.tile for r in readable.values()])
    predictions = {
        key: predict(make_drawing(), reading, serving, answer)
        for (key, reading), answer in zip(readable.items(), answers, strict=True)
    }
    return readings | predictions  # type: ignore[return-value]  # no Reading is left


def save_all(answers: dict[str, Outcome], owner: str) -> dict[str, Prediction]:
    """Save the predictions and their drawings, all or none.

    Returns what was kept meanwhile instead of some, as by the same batch sent twice at
    once. Two of them insert in the same order, so that neither waits for the other.
    """
    new = {k: answers[k] for k in sorted(answers)}
    new = {k: row for k, row in new.items() if isinstance(row, Prediction)}
    given: dict[str, Prediction] = {}
    while True:
        rows = [row for key, row in new.items() if key not in given]
        try:
            with transaction.atomic():
                Drawing.objects.bulk_create(row.drawing for row in rows)
                Prediction.objects.bulk_create(rows)
        except IntegrityError:
            known = len(given)
            given |= find_all_given(owner, new)
            if len(given) == known:
                raise
        else:
            count_all(rows, kept=True)
            return given


def count_all(outcomes: Iterable[Outcome], *, kept: bool) -> None:
    for outcome in outcomes:
        if isinstance(outcome, Prediction):
            count(outcome, kept=kept)


def by_hash(checked: Iterable[Picture | PictureError]) -> dict[str, Picture]:
    return {picture_hash(p.file): p for p in checked if isinstance(p, Picture)}


def in_order(
    checked: Iterable[Picture | PictureError], outcomes: dict[str, Outcome]
) -> list[Outcome]:
    return [
        p if isinstance(p, PictureError) else outcomes[picture_hash(p.file)]
        for p in checked
    ]


def attempt(
    read: Callable[[Unread], Result], unread: Unread | PictureError
) -> Result | PictureError:
    """What is read, or why it cannot be; an error stays what it is."""
    if isinstance(unread, PictureError):
        return unread
    try:
        return read(unread)
    except PictureError as error:
        return error.with_traceback(None)  # which would hold on to the pixels
