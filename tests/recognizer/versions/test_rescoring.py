"""Another version's answers to kept drawings, and which of them wait for review."""

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Prediction, Reason
from recognizer.versions import rescoring
from recognizer.versions.rescoring import Rescored
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side
from tests.support.versions import NOTHING, add_version, reader

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawings():
    return [recognise(png(DIGITS[digit])).drawing for digit in (1, 3, 7)]


def rescore(version, workers=1):
    kept = rescoring.rescore(version, Drawing.objects.all(), workers=workers)
    return sum(kept, Rescored())


def reasons():
    return set(Drawing.objects.values_list("waits_for", flat=True))


def test_it_answers_as_serving_did_and_tells_no_visitor(drawings, second):
    assert rescore(second).answers == 3
    for drawing in drawings:
        new, given = drawing.predictions.order_by("given")
        assert not new.given
        assert new.probabilities == given.probabilities
        assert (new.digit, new.confidence) == (given.digit, given.confidence)


def test_numbers_are_read_with_their_parts(drawings, second):
    given = recognise(png(side_by_side("42"), pen=10))
    rescore(second)
    new = second.predictions.get(drawing=given.drawing_id)
    assert (new.number, new.parts) == (given.number, given.parts)
    assert new.number_confidence == given.number_confidence
    assert reasons() == {None}


def test_a_drawing_waits_that_was_given_no_number_and_is_read_as_one(second):
    """As those of the releases that read single digits alone."""
    answer = recognise(png(side_by_side("42"), pen=10))
    Prediction._base_manager.filter(pk=answer.pk).update(
        number="", number_confidence=None, parts=None
    )
    assert rescore(second) == Rescored(1, waits_changed=1)
    assert reasons() == {Reason.VERSIONS}


def test_processes_give_the_same_answers_as_one(drawings):
    alone, together = add_version("alone"), add_version("together")
    assert rescore(alone) == rescore(together, workers=2) == Rescored(3)
    answers = [
        list(
            version.predictions.order_by("drawing").values_list(
                "drawing", "probabilities"
            )
        )
        for version in (alone, together)
    ]
    assert answers[0] == answers[1]


def test_what_cannot_be_read_is_counted_and_the_others_are_answered(drawings, second):
    Drawing.objects.filter(pk=drawings[0].pk).update(picture=b"no picture")
    assert rescore(second) == Rescored(answers=2, unreadable=1)


def test_drawings_that_versions_now_disagree_about_wait(drawings):
    assert reasons() == {None}
    assert rescore(add_version(threshold=NOTHING)).waits_changed == 3
    assert reasons() == {Reason.VERSIONS}
    ranks = Drawing.objects.values_list("rank", flat=True)
    assert all(0 < rank <= 1 for rank in ranks)


def test_an_agreeing_version_moves_nobody(drawings, second):
    Drawing.objects.filter(pk=drawings[0].pk).update(waits_for=Reason.AUDIT)
    assert rescore(second).waits_changed == 0
    assert reasons() == {None, Reason.AUDIT}


def test_labelled_drawings_and_what_visitors_doubt_keep_their_place(drawings, staff):
    label_drawing(drawings[0], 1, by=staff)
    keep_claim(drawings[1], 5)
    rescore(add_version(threshold=NOTHING))
    waits_for = [Drawing.objects.get(pk=row.pk).waits_for for row in drawings]
    assert waits_for == [None, Reason.CLAIM, Reason.VERSIONS]


def test_a_drawing_deleted_meanwhile_is_left_out(drawings, second):
    answers = reader(second)({row.pk: bytes(row.picture) for row in drawings})
    drawings[0].delete()
    assert rescoring.keep_answers(second, answers).answers == 2


def test_two_runs_at_once_keep_each_answer_once(drawings, second):
    answers = reader(second)({row.pk: bytes(row.picture) for row in drawings})
    rescoring.keep_answers(second, answers)
    rescoring.keep_answers(second, answers)
    assert second.predictions.count() == 3
