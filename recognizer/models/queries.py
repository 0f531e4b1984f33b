"""Questions about drawings: the methods of their querysets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.utils.timezone import make_aware

from recognizer.models.choices import Digit, Reason
from recognizer.models.values import is_shown, number_shown

if TYPE_CHECKING:
    from recognizer.models.drawings import Drawing

PAGE = 1000  # ids read at a time
UNSETTLED = (Reason.DISPUTE, Reason.DOUBTFUL)  # a label that waits so does not train
SECOND_OPINIONS = (Reason.FAR, Reason.SECOND)  # whoever is asked is not told the first


# Of rows of with_answer().
CLAIM_IS_ANSWER = Q(claim=F("digit")) & (
    ~Q(claim=Digit.NOT_A_DIGIT) | Q(claim_number=F("number"))
)
LABEL_IS_ANSWER = Q(label=F("digit")) & (
    ~Q(label=Digit.NOT_A_DIGIT) | Q(label_number=F("number"))
)


def created_between(first: date, last: date) -> Q:
    """Whether a row with a `created_at` is of these days (UTC), both included."""
    days = (first, last + timedelta(days=1))
    start, end = (make_aware(datetime.combine(day, time.min)) for day in days)
    return Q(created_at__gte=start, created_at__lt=end)


def has_one_reviewer() -> bool:
    """Whether one person alone has ever labelled anything, or nobody."""
    from recognizer.models.labels import LabelChange  # which needs this module

    # Both are an end of an index: distinct reviewers would read all changes.
    ends = LabelChange.objects.aggregate(first=Min("by"), last=Max("by"))
    return ends["first"] == ends["last"]


def asked_of_oneself() -> tuple[Reason, ...]:
    """Why reviewers are asked about labels of their own.

    Who imported a doubtful label has not looked at it. And where nobody else labels, a
    second look stands in for the second opinion.
    """
    if has_one_reviewer():
        return Reason.DOUBTFUL, Reason.FAR
    return (Reason.DOUBTFUL,)


def label_is_shown_to(reviewer: User) -> Q:
    """Whether no second opinion about the label is asked of this reviewer."""
    of_others = ~Q(waits_for__in=asked_of_oneself())
    known = Q(labelled_by=reviewer) & of_others
    return known | ~Q(waits_for__in=SECOND_OPINIONS)


def is_twin_of(
    pk: UUID | OuterRef, picture_hash: str | OuterRef, tile_hash: str | OuterRef
) -> Q:
    """Another drawing whose picture is byte-identical, or whose tile is the same.

    The empty hash is that of no picture, and equals none.
    """
    same_picture = Q(picture_hash=picture_hash) & ~Q(picture_hash="")
    same_tile = Q(tile_hash=tile_hash) & ~Q(tile_hash="")
    return (same_picture | same_tile) & ~Q(pk=pk)


def is_twin_of_outer() -> Q:
    """A twin of the row of the query around, in a subquery."""
    return is_twin_of(*map(OuterRef, ("pk", "picture_hash", "tile_hash")))


class DrawingQuerySet(models.QuerySet):
    def owned_by(self, owner: str) -> Self:
        return self.filter(owner=owner) if owner else self.none()

    def with_answer(self) -> DrawingQuerySet:
        """Add the answer that was given: digit, number, confidence and version.

        A number's `confidence` is that of the whole number.
        """
        given = models.FilteredRelation(
            "predictions", condition=Q(predictions__given=True)
        )
        return self.annotate(given=given).annotate(
            digit=F("given__digit"),
            number=F("given__number"),
            confidence=Coalesce("given__number_confidence", "given__confidence"),
            version=F("given__version__name"),
        )

    def shown_in_lists(self) -> DrawingQuerySet:
        """With their answers, the newest first, and without what takes space."""
        answered = self.with_answer().annotate(
            several_digits=F("given__several_digits"),
            other_signs=F("given__other_signs"),
        )
        return answered.defer("picture", "strokes").order_by("-created_at")

    def labelled(self) -> Self:
        """Those that train: confirmed by staff who do not disagree."""
        return self.filter(label__isnull=False).exclude(waits_for__in=UNSETTLED)

    def with_settled_label(self) -> DrawingQuerySet:
        """Add `settled` and `settled_number`: None and "" where it is unsettled."""
        is_unsettled = Q(waits_for__in=UNSETTLED)
        return self.annotate(
            settled=Case(When(is_unsettled, then=None), default=F("label")),
            settled_number=Case(
                When(is_unsettled, then=Value("")),
                default=number_shown("label", "label_number"),
            ),
        )

    def showing_number(self, number: str) -> Self:
        """Those that were read as a number, claimed to be it or labelled so."""
        return self.filter(pk__in=self.ids_showing(number))

    def ids_showing(self, number: str, reviewer: User | None = None) -> models.QuerySet:
        """Their ids, among all drawings: three parts, each with an index of its own.

        For a `reviewer` without the labels that are hidden from them.
        """
        rows = self.model._default_manager.order_by()
        labelled = is_shown(number, "label", "label_number")
        if reviewer:
            labelled &= label_is_shown_to(reviewer)
        parts = (
            rows.filter(predictions__given=True, predictions__number=number),
            rows.filter(is_shown(number, "claim", "claim_number")),
            rows.filter(labelled),
        )
        first, *others = (part.values("pk") for part in parts)
        return first.union(*others)

    def twins_of(self, drawing: Drawing) -> Self:
        """The others of these that are the same drawing: see is_twin_of."""
        return self.filter(
            is_twin_of(drawing.pk, drawing.picture_hash, drawing.tile_hash)
        )

    def without_twins_in(self, others: DrawingQuerySet) -> Self:
        """Those that have no twin among `others`, which may refer to the outer row."""
        return self.exclude(Exists(others.filter(is_twin_of_outer())))

    def with_twin_counts(self) -> DrawingQuerySet:
        """Add `twins`: how many each has, among all drawings."""
        twins = self.model._default_manager.filter(is_twin_of_outer()).order_by()
        in_one_group = twins.values(group=Value(1))
        number = in_one_group.annotate(n=Count("pk")).values("n")
        return self.annotate(twins=Coalesce(Subquery(number), 0))

    def distinct_tiles(self) -> Self:
        """One of these for each tile: of twins, the one that was labelled last."""
        text = models.TextField()
        tile = Case(
            When(tile_hash="", then=Cast("pk", text)),  # nobody else has it
            default=F("tile_hash"),
            output_field=text,
        )
        latest = (F("labelled_at").desc(nulls_last=True), "pk")
        place = Window(RowNumber(), partition_by=tile, order_by=latest)
        places = self.order_by().annotate(place=place)
        return self.filter(pk__in=places.filter(place=1).values("pk"))

    def label_shown_to(self, reviewer: User) -> Self:
        """Without those about which this reviewer is asked for a second opinion."""
        return self.filter(label_is_shown_to(reviewer))

    def waiting(self, reviewer: User | None = None) -> Self:
        """The queue, in its order: what a reviewer is asked about, or all of it.

        A disputed drawing's own label is the last one: the reviewer whom it
        contradicts is asked again, and may settle the dispute.
        """
        queue = self.filter(waits_for__isnull=False)
        if reviewer:
            of_others = ~Q(waits_for__in=asked_of_oneself())
            queue = queue.exclude(of_others, labelled_by=reviewer)
        return queue.order_by("waits_for", "rank", "pk")

    def count_waiting(self) -> dict[Reason, int]:
        """How many wait for review, by the reason, the soonest first."""
        queue = self.filter(waits_for__isnull=False).order_by()
        counts = dict(queue.values_list("waits_for").annotate(n=Count("*")))
        return {reason: counts.get(reason, 0) for reason in Reason}

    def following(
        self, created_at: datetime, pk: UUID, *, newest_first: bool = False
    ) -> Self:
        """Those after this row in the order of created_at, then pk.

        That is keyset pagination: the next page begins there whatever has changed
        in the pages before it.
        """
        reached, passed = ("lte", "lt") if newest_first else ("gte", "gt")
        same_moment = Q(created_at=created_at, pk__gt=pk)
        # The first condition adds nothing, but is the one that an index knows.
        return self.filter(
            Q(**{f"created_at__{reached}": created_at}),
            Q(**{f"created_at__{passed}": created_at}) | same_moment,
        )

    def up_to(self, created_at: datetime, pk: UUID) -> Self:
        """This row and those before it, in the order of following()."""
        same_moment = Q(created_at=created_at, pk__lte=pk)
        return self.filter(
            Q(created_at__lte=created_at), Q(created_at__lt=created_at) | same_moment
        )

    def key_pages(self) -> Iterator[list[tuple[datetime, UUID]]]:
        """Lists of at most PAGE drawings' created_at and pk, the oldest first."""
        rest = ordered = self.order_by("created_at", "pk")
        while page := list(rest.values_list("created_at", "pk")[:PAGE]):
            yield page
            rest = ordered.following(*page[-1])

    def id_pages(self) -> Iterator[list[UUID]]:
        """Lists of at most PAGE ids, the oldest drawing first."""
        for page in self.key_pages():
            yield [pk for _, pk in page]
