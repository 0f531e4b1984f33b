"""Which drawings wait for review: the visitor's word, doubt, chance, two reviewers."""

import uuid

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.triage import needs_second_opinion
from recognizer.models import Drawing, LabelChange, ModelVersion, Reason
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def reason(drawing):
    return Drawing.objects.get(pk=drawing.pk).waits_for


def test_a_sure_answer_that_nobody_doubts_does_not_wait(drawing):
    assert reason(drawing) is None


def test_a_drawing_waits_while_the_visitor_disagrees(drawing):
    keep_claim(drawing, 1)
    assert reason(drawing) == Reason.CLAIM
    keep_claim(drawing, 7)
    assert reason(drawing) is None


def test_a_drawing_that_the_network_is_unsure_of_waits(settings):
    settings.UNSURE_MARGIN = 1
    assert reason(recognise(png(SEVEN)).drawing) == Reason.UNSURE


def test_an_audited_drawing_waits_however_sure_the_answer(settings):
    settings.AUDIT_SHARE = 1
    drawing = recognise(png(SEVEN)).drawing
    assert drawing.audited
    assert reason(drawing) == Reason.AUDIT


def test_a_drawing_that_versions_disagree_about_waits_after_a_claim(drawing):
    answer = {"digit": 1, "confidence": 0.9, "probabilities": [0.1, 0.9]}
    version = ModelVersion.objects.create(name="two", network="base", sha256="2")
    drawing.predictions.create(version=version, **answer)
    keep_claim(drawing, 7)
    assert reason(drawing) == Reason.VERSIONS


def test_a_label_ends_the_waiting_and_taking_it_away_begins_it_anew(drawing, staff):
    keep_claim(drawing, 1)
    label_drawing(drawing, 7, by=staff)
    assert reason(drawing) is None
    label_drawing(drawing, None, by=staff)
    assert reason(drawing) == Reason.CLAIM


def test_a_claim_does_not_bring_a_labelled_drawing_back(drawing, staff):
    label_drawing(drawing, 7, by=staff)
    keep_claim(drawing, 1)
    assert reason(drawing) is None


def test_not_a_digit_is_always_asked_twice_but_never_of_the_same(drawing, staff, other):
    label_drawing(drawing, 10, by=staff)
    assert reason(drawing) == Reason.SECOND
    assert drawing in Drawing.objects.waiting(other)
    assert drawing not in Drawing.objects.waiting(staff)


def test_a_share_of_labels_is_asked_twice_by_the_drawings_id(settings):
    settings.SECOND_OPINION_SHARE = 0.05
    asked = [needs_second_opinion(uuid.uuid4(), 7) for _ in range(4000)]
    assert 120 < sum(asked) < 290  # five standard deviations either way


def test_a_second_opinion_that_agrees_is_kept_and_ends_the_waiting(
    drawing, staff, other
):
    label_drawing(drawing, 10, by=staff)
    label_drawing(drawing, 10, by=other)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (10, None)
    change = LabelChange.objects.first()
    assert (change.from_label, change.to_label, change.by) == (10, 10, other)


def test_reviewers_who_disagree_need_a_third_look_and_nothing_trains(
    drawing, staff, other
):
    label_drawing(drawing, 7, by=staff)
    label_drawing(drawing, 1, by=other)
    assert reason(drawing) == Reason.DISPUTE
    assert not Drawing.objects.labelled().exists()
    assert drawing in Drawing.objects.waiting(staff)
    assert drawing not in Drawing.objects.waiting(other)
    label_drawing(drawing, 1, by=staff)
    assert reason(drawing) is None
    assert Drawing.objects.labelled().get().label == 1


def test_the_queue_is_in_the_order_of_its_reasons_then_of_doubt(settings, staff):
    settings.UNSURE_MARGIN = 1
    claimed, plain, doubtful = (recognise(png(SEVEN)).drawing for _ in range(3))
    keep_claim(claimed, 1)
    Drawing.objects.filter(pk=doubtful.pk).update(rank=-1)
    assert list(Drawing.objects.waiting(staff)) == [claimed, doubtful, plain]
