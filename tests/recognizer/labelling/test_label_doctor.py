"""Labels that are probably wrong are found, and the reason is said."""

import io
import json
from uuid import uuid4

import numpy as np
import pytest
from django.core.management import call_command

from ml.metrics.confident_learning import suspects, thresholds
from recognizer.labelling.label_doctor import examine
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Digit, Drawing, ModelVersion, Prediction, Reason
from tests.support.drawings import SEVEN, png
from tests.support.html import parse

PAGE = "/admin/recognizer/drawing/doctor/"


def rows(*pairs, classes=11):
    """Probabilities, each row the classes and shares that a dict names."""
    found = np.zeros((len(pairs), classes), np.float32)
    for row, shares in zip(found, pairs, strict=True):
        row[list(shares)] = list(shares.values())
    return found


def many(n=4000, wrong=80, seed=0):
    """Probabilities of a version that is right about 97 %; labels with errors in them.

    Returns both, and the rows whose label is wrong.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 11, n)
    logits = rng.normal(0, 1, (n, 11))
    logits[np.arange(n), truth] += 6
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    planted = rng.choice(n, wrong, replace=False)
    labels = truth.copy()
    labels[planted] = (truth[planted] + rng.integers(1, 11, wrong)) % 11
    return probabilities.astype(np.float32), labels, planted


def test_a_threshold_is_the_mean_confidence_in_the_label():
    probabilities = rows({1: 0.9, 7: 0.1}, {1: 0.5, 7: 0.5}, {7: 0.8, 1: 0.2})
    above = thresholds(probabilities, np.array([1, 1, 7]))
    np.testing.assert_allclose(above[[1, 7]], [0.7, 0.8], rtol=1e-6)
    assert np.isinf(above[[0, 2, 3, 10]]).all()


def test_a_label_is_suspect_where_another_class_passes_its_own_threshold():
    sure, unsure = {7: 0.9, 1: 0.1}, {7: 0.6, 1: 0.4}
    probabilities = rows({1: 0.95}, {7: 0.8, 1: 0.2}, sure, unsure)
    found = suspects(probabilities, np.array([1, 7, 1, 1]))
    assert found.rows.tolist() == [2]  # row 3 has 7 at 0.6, sevens have 0.8
    assert found.classes.tolist() == [7]
    np.testing.assert_allclose(found.margins, [-0.8], rtol=1e-6)


def test_the_worst_comes_first():
    probabilities = rows({7: 0.8}, {1: 0.9}, {7: 0.9, 1: 0.1}, {7: 0.99, 1: 0.01})
    found = suspects(probabilities, np.array([7, 1, 1, 1]))
    assert found.rows.tolist() == [3, 2]


def test_planted_errors_are_found_and_little_else():
    probabilities, labels, planted = many()
    found = set(suspects(probabilities, labels).rows.tolist())
    hits = len(found & set(planted.tolist()))
    assert hits > 0.7 * len(planted)
    assert hits > 0.9 * len(found)


def test_one_wrong_label_of_a_rare_class_accuses_nobody_else():
    probabilities = rows({1: 1.0}, {1: 0.6, 3: 0.1}, {1: 0.99, 3: 0.01})
    found = suspects(probabilities, np.array([1, 1, 3]))  # the threshold of 3 is 0.01
    assert found.rows.tolist() == [2]


def test_a_version_without_the_labels_class_cannot_accuse():
    probabilities = rows({7: 0.9}, {7: 0.99}, {10: 0.8})
    probabilities[:2, 10] = np.nan  # a version of ten classes
    found = suspects(probabilities, np.array([7, 10, 10]))
    assert not len(found.rows)
    assert np.isclose(thresholds(probabilities, np.array([7, 10, 10]))[10], 0.8)


def test_no_labels_have_no_suspects():
    assert not len(suspects(rows(), np.array([], int)).rows)


@pytest.fixture
def version(db):
    return ModelVersion.objects.create(name="tried", network="base", sha256="0")


def keep(version, label, staff, **shares):
    """A drawing of that label that the version answered: keep(..., p7=0.9, p1=0.1)."""
    probabilities = [0.0] * 11
    for name, share in shares.items():
        probabilities[int(name[1:])] = share
    digit = int(np.argmax(probabilities))
    drawing = Drawing.objects.create(picture=png(SEVEN))
    answer = {"digit": digit, "confidence": max(probabilities), "given": True}
    answer |= {"probabilities": probabilities, "version": version}
    Prediction.objects.create(drawing=drawing, **answer)
    label_drawing(drawing, label, by=staff)
    return drawing


@pytest.fixture
def wrong(version, staff):
    """A drawing labelled 1 that is a seven; others are right."""
    for share in (0.9, 0.96, 0.94):
        keep(version, 7, staff, p7=share)
        keep(version, 1, staff, p1=share)
    keep(version, 1, staff, p7=0.5, p1=0.4)  # unsure
    return keep(version, 1, staff, p7=0.98, p1=0.02)


@pytest.mark.database
def test_a_wrong_label_is_found_among_the_drawings_with_its_reason(wrong):
    (found,) = examine()
    assert found.id == wrong.pk
    reason = "labelled 1; tried says 7 with 98 %, labels 7 have 93 % on average"
    assert found.reason == reason


@pytest.mark.database
def test_sums_by_the_database_find_what_all_probabilities_find(version, staff):
    probabilities, labels, _ = many(n=120, wrong=8)
    ids = []
    for row, label in zip(probabilities, labels, strict=True):
        shares = {f"p{digit}": float(share) for digit, share in enumerate(row)}
        ids.append(keep(version, int(label), staff, **shares).pk)
    expected = suspects(probabilities, labels)
    assert [one.id for one in examine(120)] == [ids[row] for row in expected.rows]


@pytest.mark.database
def test_what_a_second_reviewer_confirms_is_not_listed(wrong, django_user_model):
    label_drawing(wrong, 1, by=django_user_model.objects.create_user("other"))
    assert examine() == []


@pytest.mark.database
def test_what_two_of_three_reviewers_say_is_not_listed(wrong, django_user_model):
    for name, label in (("second", 7), ("third", 1)):
        label_drawing(wrong, label, by=django_user_model.objects.create_user(name))
    assert Drawing.objects.labelled().filter(pk=wrong.pk, label=1).exists()
    assert examine() == []


@pytest.mark.database
def test_what_was_taken_back_confirms_nothing(wrong, django_user_model):
    other = django_user_model.objects.create_user("other")
    undo_change(label_drawing(wrong, 1, by=other), by=other)
    assert [one.id for one in examine()] == [wrong.pk]


@pytest.mark.database
def test_a_version_of_ten_classes_accuses_no_label_that_it_lacks(version, staff):
    drawing = keep(version, Digit.NOT_A_DIGIT, staff, p7=0.99)
    keep(version, 7, staff, p7=0.9)
    keep(version, 10, staff, p10=0.9)
    assert [one.id for one in examine()] == [drawing.pk]
    prediction = drawing.predictions.get().probabilities[:10]
    Prediction.objects.filter(drawing=drawing).delete()
    answer = {"digit": 7, "confidence": 0.99, "given": True}
    answer |= {"probabilities": prediction, "version": version}
    Prediction.objects.create(drawing=drawing, **answer)
    assert examine() == []


@pytest.mark.database
@pytest.mark.django_db
def test_without_labels_nothing_is_suspect():
    assert examine() == []


@pytest.mark.database
def test_the_command_lists_them_as_lines_or_as_json(wrong):
    out = io.StringIO()
    call_command("label_doctor", stdout=out)
    assert out.getvalue().startswith(f"{wrong.pk}  labelled 1; tried says 7")
    out = io.StringIO()
    call_command("label_doctor", json=True, stdout=out)
    assert json.loads(out.getvalue())[0]["probably"] == 7


@pytest.mark.database
def test_the_admin_lists_them_with_a_link_to_each(admin, wrong):
    page = parse(admin.get(PAGE))
    assert page.all("a", href=f"/admin/recognizer/drawing/{wrong.pk}/change/")
    assert "Labelled 1; tried says 7 with 98 %" in page.text
    assert parse(admin.get("/admin/recognizer/drawing/")).all("a", href=PAGE)


def right(client, drawing, digit):
    """Press "It is right" beside that label; the page that comes."""
    url = f"{PAGE}{drawing.pk}/{digit}/"
    return client.post(url, follow=True).content.decode()


@pytest.mark.database
def test_who_labelled_it_can_say_that_it_is_right(admin, staff, wrong):
    assert parse(admin.get(PAGE)).all("button", formaction=f"{PAGE}{wrong.pk}/1/")
    assert "No label is suspect." in right(admin, wrong, 1)
    newest = wrong.label_changes.first()
    assert (newest.from_label, newest.to_label, newest.by) == (1, 1, staff)
    assert Drawing.objects.get(pk=wrong.pk).label == 1


@pytest.mark.database
def test_the_button_is_another_reviewers_second_opinion(
    client, wrong, django_user_model
):
    Drawing.objects.update(waits_for=Reason.SECOND)
    client.force_login(django_user_model.objects.create_superuser("other"))
    right(client, wrong, 1)
    wrong.refresh_from_db()
    assert wrong.waits_for is None


@pytest.mark.database
def test_a_label_that_has_changed_since_is_not_confirmed(
    admin, wrong, django_user_model
):
    label_drawing(wrong, 7, by=django_user_model.objects.create_user("other"))
    assert "has another label by now" in right(admin, wrong, 1)
    wrong.refresh_from_db()
    assert (wrong.label, wrong.label_changes.count()) == (7, 2)


@pytest.mark.database
def test_who_may_not_label_does_not_see_them(client, staff):
    staff.is_superuser, staff.is_staff = False, True
    staff.save()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{uuid4()}/1/").status_code == 403
