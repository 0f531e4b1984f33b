"""Labels that are probably wrong are found, and the reason is said."""

import pytest

from ml.metrics.confident_learning import suspects
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


def test_without_labels_nothing_is_suspect():
    assert examine() == []
