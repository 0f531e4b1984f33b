"""How often two reviewers agree, worked out by hand."""

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.agreement import Pair, agreement, kappa
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import LabelChange, Where
from tests.support.drawings import SEVEN, png

pytestmark = pytest.mark.database


@pytest.fixture
def reviewers(db, django_user_model):
    return [
        django_user_model.objects.create_user(name) for name in ("anna", "ben", "cleo")
    ]


def label(*labels_and_reviewers):
    """Keep a drawing and label it: (label, reviewer), ..."""
    drawing = recognise(png(SEVEN)).drawing
    for digit, by in labels_and_reviewers:
        label_drawing(drawing, digit, by=by)
    return drawing


def test_kappa_of_a_worked_example():
    # 50 proposals: 20 yes/yes, 15 no/no, 5 yes/no, 10 no/yes. 0.7 observed, 0.5 chance.
    table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert kappa(table) == pytest.approx(0.4)


def test_kappa_of_one_class_only_says_nothing():
    assert kappa({(7, 7): 9}) is None


def test_kappa_of_always_the_other_class_is_negative():
    assert kappa({(1, 7): 5, (7, 1): 5}) == pytest.approx(-1)


def test_a_pair_is_counted_over_the_drawings_that_both_labelled(reviewers):
    anna, ben, cleo = reviewers
    for one, other in [(7, 7), (1, 1), (7, 1), (1, 1)]:
        label((one, anna), (other, ben))
    label((7, anna))
    label((3, cleo), (3, ben))
    # 3 of 4 agree; by chance (2 * 1 + 2 * 3) / 4 = 2 would: kappa (3 - 2) / (4 - 2).
    assert agreement() == [
        Pair("anna", "ben", 4, 3, 0.5),
        Pair("ben", "cleo", 1, 1, None),
    ]
    assert agreement()[0].share == 0.75


def test_the_order_of_labelling_does_not_matter(reviewers):
    anna, ben, _ = reviewers
    label((7, anna), (1, ben))
    label((1, ben), (7, anna))
    assert agreement() == [Pair("anna", "ben", 2, 0, 0.0)]


def test_a_reviewers_last_label_counts_and_what_was_undone_does_not(reviewers):
    anna, ben, cleo = reviewers
    drawing = label((1, anna), (7, anna), (7, ben))
    wrong = label_drawing(drawing, 2, by=cleo)
    undo_change(wrong, by=cleo)
    assert agreement() == [Pair("anna", "ben", 1, 1, None)]


def test_who_gives_in_or_settles_a_dispute_has_still_disagreed(reviewers):
    anna, ben, cleo = reviewers
    label((7, anna), (1, ben), (1, anna))
    label((7, anna), (1, ben), (1, cleo))
    assert agreement() == [Pair("anna", "ben", 2, 0, 0.0)]


def test_a_label_that_was_taken_away_is_no_opinion(reviewers):
    anna, ben, _ = reviewers
    label((7, anna), (None, anna), (7, ben))
    assert agreement() == []


def test_only_the_changes_that_are_asked_for_count(reviewers):
    anna, ben, _ = reviewers
    label((7, anna), (7, ben))
    assert agreement(LabelChange.objects.filter(where=Where.GRID)) == []
    assert len(agreement(LabelChange.objects.filter(where=Where.LIST))) == 1


def test_it_takes_two_queries(reviewers, django_assert_num_queries):
    for _ in range(3):
        label(*((7, reviewer) for reviewer in reviewers))
    with django_assert_num_queries(2):
        assert len(agreement()) == 3
