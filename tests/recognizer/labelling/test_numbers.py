"""Numbers wait for review, are labelled, disputed, confirmed and undone like digits."""

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.agreement import agreement
from recognizer.labelling.doubtful import confirm_doubtful
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.triage import margin, reason_and_rank
from recognizer.labelling.undo import undo_change, undo_changes
from recognizer.models import Drawing, LabelChange, Prediction, Reason
from tests.support.drawings import png
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def number(settings):
    """A drawing that is read as 42, and does not wait."""
    settings.UNSURE_MARGIN = 0
    return recognise(png(side_by_side("42"), pen=10)).drawing


def reread(drawing):
    drawing.refresh_from_db()
    return drawing


def test_a_claim_of_another_number_brings_it_to_the_queue(number):
    for claim, reason in (("47", Reason.CLAIM), (10, Reason.CLAIM), ("42", None)):
        keep_claim(number, claim)
        assert reread(number).waits_for == reason


@pytest.mark.parametrize(
    ("confidence", "expected"), [(0.99, None), (0.75, None), (0.7, Reason.UNSURE)]
)
def test_a_number_waits_by_the_confidence_in_all_of_it(
    number, settings, confidence, expected
):
    """The likeliest other number has the rest at most: 0.75 leads by half."""
    settings.UNSURE_MARGIN = 0.5
    answer = number.predictions.get()
    answer.number_confidence = confidence
    assert reason_and_rank(number, [answer])[0] == expected
    assert margin(answer) == pytest.approx(2 * confidence - 1)


def test_several_digits_in_doubt_wait_however_sure_the_network_is(number):
    doubtful = Prediction(
        digit=10, probabilities=[0.0] * 10 + [1.0], several_digits=True
    )
    assert reason_and_rank(number, [doubtful])[0] == Reason.UNSURE


def test_a_version_that_reads_another_number_disagrees(number):
    given = number.predictions.get()
    other = Prediction(digit=10, number="47", probabilities=given.probabilities)
    assert reason_and_rank(number, [given, other])[0] == Reason.VERSIONS


def test_another_number_is_a_dispute_and_the_same_one_is_not(number, staff, other):
    label_drawing(number, "42", by=staff)
    label_drawing(number, "47", by=other)
    assert reread(number).waits_for == Reason.DISPUTE
    label_drawing(number, "47", by=staff)
    assert (reread(number).label_value, number.waits_for) == ("47", None)


def test_reviewers_agree_on_a_number_only_if_all_digits_do(number, staff, other):
    label_drawing(number, "42", by=staff)
    label_drawing(number, "47", by=other)
    (pair,) = agreement()
    assert (pair.both, pair.agree) == (1, 0)


def test_a_number_over_another_is_undone_to_that(number, staff, other):
    label_drawing(number, "42", by=staff)
    undo_change(label_drawing(number, "47", by=other), by=other)
    assert reread(number).label_value == "42"
    undo_changes(list(LabelChange.objects.values_list("pk", flat=True)), by=staff)
    assert reread(number).label_value is None


def test_a_digit_over_a_number_leaves_nothing_of_it(number, staff, other):
    label_drawing(number, "42", by=staff)
    label_drawing(number, 7, by=other)
    assert (reread(number).label, number.label_number) == (7, "")
    label_drawing(number, 10, by=staff)
    assert (reread(number).label, number.label_number) == (10, "")


def test_an_imported_number_in_doubt_is_confirmed(number, staff, other):
    label_drawing(number, "42", by=staff, doubtful=True)
    assert not Drawing.objects.labelled().exists()
    assert confirm_doubtful([number.pk], by=other) == 1
    assert Drawing.objects.labelled().get().label_value == "42"
