"""Labels that are probably wrong are found, and the reason is said."""

import pytest

from ml.metrics.confident_learning import suspects
from recognizer.labelling.kept_suspects import keep, kept
from recognizer.labelling.label_doctor import examine
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Digit, Drawing, ModelVersion, Prediction
from tests.support.planted import planted_errors
from tests.support.suspects import labelled

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def version():
    return ModelVersion.objects.create(name="tried", network="base", sha256="0")


def test_a_wrong_label_is_found_among_the_drawings_with_its_reason(wrong):
    (found,) = examine()
    assert found.id == wrong.pk
    assert found.reason == (
        "labelled One, read as Seven with 98 % by tried; what is labelled Seven has "
        "93 % on average"
    )


def test_sums_by_the_database_find_what_all_probabilities_find(version, staff):
    probabilities, labels, _ = planted_errors(n=120, wrong=8)
    ids = []
    for row, label in zip(probabilities, labels, strict=True):
        shares = {f"p{digit}": float(share) for digit, share in enumerate(row)}
        ids.append(labelled(version, int(label), staff, **shares).pk)
    expected = suspects(probabilities, labels)
    assert [one.id for one in examine(120)] == [ids[row] for row in expected.rows]


def test_what_a_second_reviewer_confirms_is_not_listed(wrong, other):
    label_drawing(wrong, 1, by=other)
    assert examine() == []


def test_what_two_of_three_reviewers_say_is_not_listed(wrong, django_user_model):
    for name, label in (("second", 7), ("third", 1)):
        label_drawing(wrong, label, by=django_user_model.objects.create_user(name))
    assert Drawing.objects.labelled().filter(pk=wrong.pk, label=1).exists()
    assert examine() == []


def test_what_was_taken_back_confirms_nothing(wrong, other):
    undo_change(label_drawing(wrong, 1, by=other), by=other)
    assert [one.id for one in examine()] == [wrong.pk]


def test_a_version_of_ten_classes_accuses_no_label_that_it_lacks(version, staff):
    drawing = labelled(version, Digit.NOT_A_DIGIT, staff, p7=0.99)
    labelled(version, 7, staff, p7=0.9)
    labelled(version, 10, staff, p10=0.9)
    assert [one.id for one in examine()] == [drawing.pk]
    prediction = drawing.predictions.get().probabilities[:10]
    Prediction.objects.filter(drawing=drawing).delete()
    answer = {"digit": 7, "confidence": 0.99, "given": True}
    answer |= {"probabilities": prediction, "version": version}
    Prediction.objects.create(drawing=drawing, **answer)
    assert examine() == []


@pytest.fixture
def nothings(version, staff):
    """What is no digit, and was not taken for any."""
    return [labelled(version, 10, staff, p10=share) for share in (0.9, 0.96)]


def test_a_number_is_no_suspect_and_counts_for_no_class(version, staff, nothings):
    labelled(version, "42", staff, number="47", p10=0.2, p7=0.8)
    labelled(version, "42", staff, number="42", p10=0.1, p7=0.9)
    labelled(version, "42", staff, p7=0.9)
    labelled(version, 7, staff, p7=0.5)
    assert examine() == []
    labelled(version, 7, staff, p10=0.94, p7=0.01)
    (suspect,) = examine()
    assert (suspect.label, suspect.probably, suspect.average) == (7, 10, 0.93)


def test_a_digit_that_was_read_as_a_number_is_suspect_of_being_it(
    version, staff, nothings
):
    drawing = labelled(version, 7, staff, number="71", p10=0.99, p7=0.01)
    labelled(version, 7, staff, p7=0.9)
    assert keep(examine()) == 1
    for suspects_now in (examine(), kept()):
        (suspect,) = suspects_now
        assert (suspect.id, suspect.number) == (drawing.pk, "71")
        assert suspect.reason == "labelled Seven, read as 71 by tried"


def test_a_kept_suspect_that_is_labelled_as_a_number_is_settled(
    version, staff, nothings
):
    drawing = labelled(version, 10, staff, p7=0.99)
    labelled(version, 7, staff, p7=0.9)
    assert keep(examine()) == 1
    label_drawing(drawing, "42", by=staff)
    assert kept() == []


def test_without_labels_nothing_is_suspect():
    assert examine() == []
