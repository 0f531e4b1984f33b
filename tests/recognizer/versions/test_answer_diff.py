"""What a version answers otherwise than another, and the admin's page of it."""

import pytest

from ml.metrics.statistics import mcnemar
from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing, ModelVersion, Reason, Training
from recognizer.versions.answer_diff import MOST, NUMBER, Kind, diff
from tests.support.drawings import SEVEN, png
from tests.support.versions import both

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EMPTY = {"held_out": [], "left_out": {}, "refusals": [], "curve": [], "libraries": {}}


def test_changes_are_counted_by_what_became_of_them(base, second):
    both(base, second, 1, 7, label=7)
    both(base, second, 7, 1, label=7)
    both(base, second, 7, 1, label=7)
    both(base, second, 1, 2, label=7)
    both(base, second, 7, 7, label=7)
    both(base, second, 3, 3, label=3)
    both(base, second, 1, 7)
    found = diff(second, base)
    assert (found.both, found.changed, found.unlabelled) == (7, 5, 1)
    seven = found.labels()[7]
    assert (seven.n, seven.before, seven.after) == (5, 3, 2)
    assert (seven.fixed, seven.broken, seven.other) == (1, 2, 1)
    assert found.labels()[3].n == found.labels()[3].after == 1
    assert found.all().n == 6
    assert found.all().p == mcnemar(1, 2)


def test_numbers_are_compared_digit_by_digit(base, second):
    both(base, second, "47", "42", label="42")
    both(base, second, "42", "47", label="42")
    both(base, second, 10, "42", label="42")  # before it could read numbers
    both(base, second, 10, "42", label=10)
    both(base, second, "42", "42", label=10)
    both(base, second, "42", "24", label="007")
    both(base, second, "42", "42", label="42")
    found = diff(second, base)
    assert (found.both, found.changed, found.unlabelled) == (7, 5, 0)
    numbers, no_digit = found.labels()[NUMBER], found.labels()[10]
    assert (numbers.n, numbers.before, numbers.after) == (5, 2, 3)
    assert (numbers.fixed, numbers.broken, numbers.other) == (2, 1, 1)
    assert (no_digit.n, no_digit.before, no_digit.broken) == (2, 1, 1)
    broken = {(row.label, row.before, row.after) for row in found.shown[Kind.BROKEN]}
    assert broken == {("42", "42", "47"), (10, 10, "42")}


def test_what_only_one_of_them_answered_is_not_compared(base, second):
    recognise(png(SEVEN))
    assert diff(second, base).both == 0


def test_a_disputed_label_tells_nothing(base, second):
    drawing = both(base, second, 1, 7, label=7)
    Drawing.objects.filter(pk=drawing.pk).update(waits_for=Reason.DISPUTE)
    found = diff(second, base)
    assert (found.all().n, found.unlabelled, found.shown[Kind.FIXED]) == (0, 1, [])


def test_the_other_way_round_fixed_is_broken(base, second):
    both(base, second, 1, 7, label=7)
    assert diff(base, second).all().broken == diff(second, base).all().fixed == 1


def test_of_each_digit_as_many_are_shown_as_there_is_room(base, second):
    for _ in range(MOST):
        both(base, second, 1, 7, label=7)
    two = both(base, second, 1, 2, label=2)
    shown = diff(second, base).shown[Kind.FIXED]
    assert len(shown) == MOST
    assert shown[0].id == two.pk


def test_drawings_that_trained_are_not_evidence(base, second):
    """Neither those of the version nor those of what it came from."""
    ids = [str(both(base, second, 1, 7, label=7).pk) for _ in range(2)]
    both(base, second, 1, 7, label=7)
    child = ModelVersion.objects.create(
        name="child", network="base", sha256="child", parent=second
    )
    for one, pk in zip((second, child), ids, strict=True):
        Training.objects.create(version=one, drawings=[pk], sha256="", **EMPTY)
    assert diff(second, base).unseen() == (2, 0, mcnemar(2, 0))
    assert diff(base, child).both == 0
    for drawing in Drawing.objects.all():
        answer = {"digit": 7, "confidence": 0.9, "probabilities": [0.9]}
        drawing.predictions.create(version=child, **answer)
    assert diff(child, base).unseen() == (1, 0, 1)
