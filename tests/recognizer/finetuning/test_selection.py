"""Which labelled drawings train, which judge, and which are left out."""

from uuid import UUID

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.selection import (
    HELD_OUT_TWIN,
    TWIN,
    TWO_LABELS,
    holdout_share,
    is_held_out,
    select,
)
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.owners import sent_again

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_nobody_is_on_both_sides_and_twins_train_once(people, staff):
    again = Drawing.objects.order_by("pk").first()
    twin = sent_again(again)
    label_drawing(twin, 7, by=staff)
    chosen = select(holdout=0.3)
    owners = [{row.owner for row in side} for side in (chosen.train, chosen.held_out)]
    assert not owners[0] & owners[1]
    assert len(chosen.train) + len(chosen.held_out) == 24
    assert len(chosen.left_out[TWIN]) == 1


def test_a_tile_with_two_labels_or_on_both_sides_does_not_train(people, staff):
    chosen = select(holdout=0.3)
    held, trained = (
        Drawing.objects.get(pk=side[0].pk) for side in (chosen.held_out, chosen.train)
    )
    twin = recognise(bytes(held.picture), owner=trained.owner).drawing
    label_drawing(twin, 7, by=staff)
    other = sent_again(trained)
    label_drawing(other, 1, by=staff)
    left_out = select(holdout=0.3).left_out
    assert left_out[HELD_OUT_TWIN] == [twin.pk]
    assert set(left_out[TWO_LABELS]) == {trained.pk, other.pk}


def test_more_people_are_held_out_where_few_corrections_would_judge():
    def rows(corrections):
        return [
            LabelledDrawing(
                UUID(int=n), f"owner {n}", "", 7, 1 if n < corrections else 7, 1
            )
            for n in range(100)
        ]

    def judging(chosen, share):
        return [row for row in chosen if row.is_correction and is_held_out(row, share)]

    assert len(judging(few := rows(30), 0.2)) < 10
    assert len(judging(few, holdout_share(few, 0.2))) == 10
    assert holdout_share(rows(9), 0.2) == holdout_share([], 0.2) == 0.5
    assert holdout_share(rows(100), 0.2) == 0.2
    assert holdout_share(rows(9), 0.7) == 0.7


def test_who_is_held_out_never_changes_and_a_larger_share_keeps_the_smaller(people):
    rows = [*select(holdout=0.2).train, *select(holdout=0.2).held_out]
    small = {row.owner for row in rows if is_held_out(row, 0.2)}
    large = {row.owner for row in rows if is_held_out(row, 0.4)}
    assert small
    assert small < large
