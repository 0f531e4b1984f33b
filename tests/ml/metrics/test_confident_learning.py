"""Labels that another class's confidence makes suspect: confident learning."""

import numpy as np

from ml.metrics.confident_learning import suspects, thresholds
from tests.support.planted import planted_errors


def rows(*pairs, classes=11):
    """Probabilities, each row the classes and shares that a dict names."""
    found = np.zeros((len(pairs), classes), np.float32)
    for row, shares in zip(found, pairs, strict=True):
        row[list(shares)] = list(shares.values())
    return found


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
    probabilities, labels, planted = planted_errors()
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
