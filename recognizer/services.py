"""What the product does. Each takes plain values and returns a row."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from ml.preprocessing.ink import read_ink
from ml.preprocessing.metadata import strip_metadata
from recognizer.drawings.fingerprints import picture_hash, tile_hash
from recognizer.labelling.triage import after_a_label, before_a_label, is_audited
from recognizer.models import (
    Digit,
    Drawing,
    LabelChange,
    ModelVersion,
    Prediction,
    Promotion,
    Source,
    Where,
)
from recognizer.versions import predictor


class Overtaken(Exception):
    """Somebody else was faster; the message says who."""


ANY_LABEL = (None, *Digit.values)
REVIEWED = ["label", "labelled_by", "labelled_at", "waits_for", "rank"]
BATCH = 200  # changes taken back in one transaction
MOST_TWINS = 500  # labelled at once: a request that ends while somebody waits for it


def recognise(
    picture: bytes,
    *,
    owner: str = "",
    source: Source = Source.API,
    strokes: list | None = None,
) -> Prediction:
    """Recognise a drawing; keep the drawing and the answer, or neither.

    Raises BadImage, TooLarge, Blank (ml.preprocessing.ink) and NoVersion (predictor).
    """
    drawing = Drawing(owner=owner, source=source, strokes=strokes, audited=is_audited())
    prediction = answer(drawing, picture)
    with transaction.atomic():
        drawing.save(force_insert=True)
        prediction.save(force_insert=True)
    return prediction


def answer(drawing: Drawing, picture: bytes) -> Prediction:
    """Fill in a new drawing of that picture, and return its answer; keep neither yet.

    Raises as recognise().
    """
    ink = read_ink(
        picture,
        max_bytes=settings.MAX_PICTURE_BYTES,
        max_side=settings.MAX_PICTURE_SIDE,
    )
    serving = predictor.serving()
    tile = serving.classifier.prepare(ink)
    given = serving.classifier.answer(tile)
    drawing.picture = strip_metadata(picture)
    drawing.picture_hash = picture_hash(drawing.picture)
    drawing.tile_hash = tile_hash(ink)
    drawing.waits_for, drawing.rank = before_a_label(drawing, [given])
    prediction = Prediction(
        drawing=drawing,
        version=serving.version,
        digit=given.digit,
        confidence=given.confidence,
        probabilities=given.probabilities,
        given=True,
    )
    prediction.tile = tile  # made already; spares the answer from making it again
    return prediction


@transaction.atomic
def keep_imported(predictions: list[Prediction]) -> None:
    """Keep drawings and answers of answer() together, or none of them.

    They are not audited: accuracy in the wild is of what visitors drew here.
    """
    for prediction in predictions:
        prediction.drawing.source = Source.IMPORT
    Drawing.objects.bulk_create(prediction.drawing for prediction in predictions)
    Prediction.objects.bulk_create(predictions)


@transaction.atomic
def claim(drawing: Drawing, digit: int) -> Drawing:
    """Keep what the visitor says the drawing is (0 to 10)."""
    drawing = _locked(drawing)
    drawing.claim = digit
    if drawing.label is None:
        _wait(drawing)
    drawing.save(update_fields=["claim", "waits_for", "rank"])
    return drawing


@transaction.atomic
def label(
    drawing: Drawing,
    digit: int | None,
    *,
    by: User,
    where: Where = Where.LIST,
    over: Collection[int | None] = ANY_LABEL,
    keystroke: str = "",
) -> LabelChange | None:
    """Set or clear (None) what staff confirm that a drawing is, and keep who did.

    A second reviewer's label is a second opinion: the same digit confirms the label,
    another one takes its place and sends the drawing back to the queue. Saying the
    same again changes nothing. Returns the drawing's newest change, if there is any.
    Raises Overtaken where the label by now is none of those to be set `over`.
    """
    drawing = _locked(drawing)
    if drawing.label not in over:
        raise Overtaken(f"{drawing.labelled_by} has labelled this drawing since.")
    agrees = drawing.label == digit
    if agrees and (digit is None or drawing.labelled_by == by):
        return drawing.label_changes.first()
    change = LabelChange.objects.create(
        drawing=drawing,
        from_label=drawing.label,
        to_label=digit,
        by=by,
        where=where,
        waited_for=drawing.waits_for,
        keystroke=keystroke,
    )
    if digit is None:
        _set_label(drawing, None, None)
        _wait(drawing)
    else:
        drawing.waits_for = after_a_label(drawing, digit, by)
        if not agrees:
            _set_label(drawing, digit, change)
    drawing.save(update_fields=REVIEWED)
    return change


@transaction.atomic
def confirm(drawing: Drawing, digit: int, *, by: User) -> LabelChange:
    """Say of a label that it is right: also of one's own, which label() does not keep.

    Raises Overtaken where the drawing has another label by now.
    """
    drawing = _locked(drawing)
    if drawing.label != digit:
        raise Overtaken("This drawing has another label by now.")
    if drawing.labelled_by != by:
        return label(drawing, digit, by=by)
    return LabelChange.objects.create(
        drawing=drawing,
        from_label=digit,
        to_label=digit,
        by=by,
        waited_for=drawing.waits_for,
    )


@transaction.atomic
def label_with_twins(
    drawing: Drawing,
    digit: int,
    *,
    by: User,
    where: Where = Where.LIST,
    keystroke: str = "",
) -> list[LabelChange]:
    """Label a drawing and its twins that have another label or none, or nothing at all.

    Returns the changes, the drawing's own first. Of more than MOST_TWINS, the same
    again labels the next.
    """
    twins = Drawing.objects.twins_of(drawing).exclude(label=digit).order_by("pk")
    found = [drawing.pk, *twins.values_list("pk", flat=True)[:MOST_TWINS]]
    # Whoever labels a group locks it in the same order: nobody waits in a circle.
    rows = Drawing.objects.select_for_update().filter(pk__in=found).order_by("pk")
    locked = {row.pk: row for row in rows.defer("picture", "strokes")}
    others = (row for row in locked.values() if row.pk != drawing.pk)
    changed = [locked[drawing.pk], *(row for row in others if row.label != digit)]
    set_one = partial(label, digit=digit, by=by, where=where, keystroke=keystroke)
    return [set_one(row) for row in changed]


@transaction.atomic
def undo(change: LabelChange, *, by: User, where: Where = Where.LIST) -> LabelChange:
    """Take a change back, by one more: the label, and who set it, are as before it.

    So is why the drawing waits; without a label, that is what is known of it by now.
    Doing so twice changes nothing. Raises Overtaken where the drawing's newest change
    is another one.
    """
    drawing = _locked(change.drawing)
    if done := LabelChange.objects.filter(undoes=change).first():
        return done
    standing = [*drawing.label_changes.standing().select_related("by")]
    if standing[0] != change:
        raise Overtaken(f"{standing[0].by} has labelled this drawing since.")
    back = _taken_back(drawing, standing, by=by, where=where)
    back.save()
    drawing.save(update_fields=REVIEWED)
    return back


def undo_all(changes: list[int], *, by: User) -> int:
    """Take changes back, given by their ids, the newest first; how many were.

    One that others have labelled after stays.
    """
    batches = (changes[i : i + BATCH] for i in range(0, len(changes), BATCH))
    return sum(_undo_batch(batch, by) for batch in batches)


def promote(
    version: ModelVersion,
    *,
    why: str,
    by: User | None = None,
    back_to: Promotion | None = None,
) -> Promotion:
    """Let a version answer, in every process within a second.

    Raises BadVersion (ml.inference.classifier) if its file cannot be loaded.
    """
    classifier = predictor.load(version)
    promotion = Promotion.objects.create(
        version=version, why=why, by=by, back_to=back_to
    )
    predictor.adopt(version, classifier)
    return promotion


class NothingBefore(Exception):
    """No other version answered before the one that is promoted."""


def roll_back(*, why: str, by: User | None = None) -> Promotion:
    """Let the version answer again that way_back() finds.

    Raises NothingBefore, and BadVersion if it cannot be loaded.
    """
    back_to = way_back()
    return promote(back_to.version, why=why, by=by, back_to=back_to)


def way_back() -> Promotion:
    """The newest promotion of another version before the one that is in force.

    After a rollback that is the one it went back to, so that one rollback after another
    leads to the first promotion, and none forward again. Raises NothingBefore.
    """
    if newest := Promotion.objects.first():
        in_force = newest.back_to or newest
        earlier = Promotion.objects.filter(pk__lt=in_force.pk)
        if before := earlier.exclude(version=newest.version).first():
            return before.back_to or before
    raise NothingBefore("No other version has answered before.")


def _locked(drawing: Drawing) -> Drawing:
    """The row as it is now, which nobody else can change until we are done."""
    return Drawing.objects.select_for_update().defer("picture").get(pk=drawing.pk)


@transaction.atomic
def _undo_batch(changes: list[int], by: User) -> int:
    touched = LabelChange.objects.filter(pk__in=changes).values("drawing")
    rows = Drawing.objects.filter(pk__in=touched).order_by("pk").select_for_update()
    drawings = [*rows.defer("picture", "strokes").prefetch_related("predictions")]
    standing = defaultdict(list)
    for change in LabelChange.objects.standing().filter(drawing__in=drawings):
        standing[change.drawing_id].append(change)
    made = []
    for drawing in drawings:
        left = standing[drawing.pk]
        while left and left[0].pk in changes:
            made.append(_taken_back(drawing, left, by=by, where=Where.LIST))
    LabelChange.objects.bulk_create(made)
    Drawing.objects.bulk_update(drawings, REVIEWED)
    return len(made)


def _taken_back(
    drawing: Drawing, standing: list[LabelChange], *, by: User, where: Where
) -> LabelChange:
    """Take the newest of a drawing's changes off it and off the list; keep nothing."""
    change = standing.pop(0)
    back = LabelChange(
        drawing=drawing,
        from_label=change.to_label,
        to_label=change.from_label,
        by=by,
        where=where,
        waited_for=drawing.waits_for,
        undoes=change,
    )
    if change.from_label is None:
        _set_label(drawing, None, None)
        _wait(drawing)  # a claim or another version's answer may have come since
    else:
        setter = next(one for one in standing if one.from_label != one.to_label)
        _set_label(drawing, change.from_label, setter)
        drawing.waits_for = change.waited_for
    return back


def _set_label(drawing: Drawing, digit: int | None, change: LabelChange | None):
    drawing.label = digit
    drawing.labelled_by_id = change and change.by_id
    drawing.labelled_at = change and change.created_at


def _wait(drawing: Drawing) -> None:
    answers = sorted(drawing.predictions.all(), key=lambda one: (not one.given, one.pk))
    drawing.waits_for, drawing.rank = before_a_label(drawing, answers)
