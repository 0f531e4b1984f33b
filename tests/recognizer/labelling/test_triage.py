"""Which drawings wait for review: the visitor's word, doubt, chance, two reviewers."""

import uuid

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import Overtaken, label_drawing
from recognizer.labelling.triage import needs_second_opinion
from recognizer.labelling.undo import undo_change, undo_changes
from recognizer.models import Drawing, LabelChange, ModelVersion, Reason
from tests.support.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def drawing():
    return recognise(png(SEVEN)).drawing


@pytest.fixture
def other(django_user_model):
    return django_user_model.objects.create_user("other")


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


def test_undo_brings_back_label_and_place_in_the_queue(drawing, staff):
    keep_claim(drawing, 1)
    label_drawing(drawing, 7, by=staff)
    change = label_drawing(drawing, 2, by=staff)
    undo_change(change, by=staff)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.labelled_by, drawing.waits_for) == (7, staff, None)
    undo_change(LabelChange.objects.earliest("pk"), by=staff)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (None, Reason.CLAIM)


def test_undo_of_the_first_label_waits_for_what_has_come_since(drawing, staff):
    change = label_drawing(drawing, 1, by=staff)
    keep_claim(drawing, 3)
    undo_change(change, by=staff)
    assert reason(drawing) == Reason.CLAIM


def test_undo_brings_back_who_set_the_label_and_not_who_confirmed_it(
    drawing, staff, other, django_user_model
):
    first = label_drawing(drawing, 3, by=staff)
    label_drawing(drawing, 3, by=other)
    third = django_user_model.objects.create_user("third")
    undo_change(label_drawing(drawing, 5, by=third), by=third)
    drawing.refresh_from_db()
    assert (drawing.label, drawing.labelled_by) == (3, staff)
    assert drawing.labelled_at == first.created_at


def test_a_drawing_that_has_no_label_again_is_asked_of_all(
    drawing, staff, other, settings
):
    settings.UNSURE_MARGIN = 1
    label_drawing(drawing, 3, by=staff)
    label_drawing(drawing, None, by=staff)
    undo_change(label_drawing(drawing, 5, by=other), by=other)
    assert drawing in Drawing.objects.waiting(staff)
    assert drawing in Drawing.objects.waiting(other)


def test_undo_twice_is_undo_once(drawing, staff):
    change = label_drawing(drawing, 7, by=staff)
    assert undo_change(change, by=staff) == undo_change(change, by=staff)
    assert LabelChange.objects.count() == 2


def test_what_another_has_labelled_since_is_not_undone(drawing, staff, other):
    change = label_drawing(drawing, 7, by=staff)
    label_drawing(drawing, 1, by=other)
    with pytest.raises(Overtaken, match="other has labelled"):
        undo_change(change, by=staff)


def test_many_changes_are_undone_as_one_by_one(drawing, staff, other):
    kept, disputed = (recognise(png(SEVEN)).drawing for _ in range(2))
    first = label_drawing(disputed, 3, by=staff)
    for one, digit in ((drawing, 7), (drawing, 1), (disputed, 5), (kept, 1)):
        label_drawing(one, digit, by=other)
    label_drawing(kept, 7, by=staff)
    keep_claim(drawing, 2)
    assert undo_changes(ids_by(other), by=staff) == 3
    for row in (drawing, disputed, kept):
        row.refresh_from_db()
    assert (drawing.label, drawing.labelled_by) == (None, None)
    assert (drawing.waits_for, kept.label) == (Reason.CLAIM, 7)
    assert (disputed.label, disputed.waits_for) == (3, None)
    assert (disputed.labelled_by, disputed.labelled_at) == (staff, first.created_at)
    backs = drawing.label_changes.filter(by=staff).order_by("pk")
    assert [(one.from_label, one.to_label) for one in backs] == [(1, 7), (7, None)]


def ids_by(reviewer):
    changes = LabelChange.objects.filter(by=reviewer)
    return list(changes.values_list("pk", flat=True))


def test_what_is_undone_already_is_not_undone_again(drawing, staff):
    change = label_drawing(drawing, 7, by=staff)
    undo_change(change, by=staff)
    assert undo_changes([change.pk], by=staff) == 0
    assert LabelChange.objects.count() == 2


def test_the_same_picture_and_the_same_tile_are_twins(drawing):
    again = recognise(png(SEVEN)).drawing
    elsewhere = recognise(png(SEVEN, size=0.4)).drawing
    Drawing.objects.filter(pk=elsewhere.pk).update(tile_hash=drawing.tile_hash)
    assert set(Drawing.objects.twins_of(drawing)) == {again, elsewhere}


def test_a_drawing_without_a_hash_has_no_twins(drawing):
    Drawing.objects.update(tile_hash="", picture_hash="")
    recognise(png(SEVEN))
    Drawing.objects.filter(pk=drawing.pk).update(picture_hash="", tile_hash="")
    drawing.refresh_from_db()
    assert not Drawing.objects.twins_of(drawing).exists()
