"""Labels that may be wrong or meant ill do not train unless somebody says so."""

import io
import tracemalloc
import uuid
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from ml.data.mnist import Digits
from ml.data.replay import HOLDOUT, REPLAY, load_tiles
from ml.inference.classifier import softmax
from ml.inference.version_files import WEIGHTS
from ml.publishing.litert import load_weights
from ml.training.outputs import features_of, outputs
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.screening import (
    FAR,
    beyond_fair_share,
    far,
    mostly_unconfirmed,
)
from recognizer.finetuning.selection import Selection
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, png


def labelled(reviewers):
    return [
        LabelledDrawing(uuid.UUID(int=n), "", "", 7, 7, reviewer)
        for n, reviewer in enumerate(reviewers)
    ]


def test_what_one_reviewer_labelled_beyond_a_fair_share_is_left_out():
    rows = labelled(["anna"] * 90 + ["ben"] * 10)
    odd = beyond_fair_share(rows, 0.8)
    assert len(odd) == 50  # 40 of the 50 that are left are 80 %
    assert {row.reviewer for row in odd} == {"anna"}


@pytest.mark.parametrize("reviewers", [["anna"] * 9, ["anna", "ben"] * 9])
def test_one_reviewer_alone_and_equal_reviewers_lose_nothing(reviewers):
    assert beyond_fair_share(labelled(reviewers), 0.8) == []


def on_circle(degrees):
    """Features of length 1, as the network's are."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


# Certain tiles of class 0 lie about 0 degrees, those of class 1 about 90.
KNOWN = on_circle([*range(-5, 5), *range(85, 95)])
CLASSES = np.repeat([0, 1], 10)


def test_a_label_that_nothing_speaks_for_is_far():
    features = on_circle([0.1, 90.1, 0.2, 180, 181])
    labels = np.array([0, 0, 1, 1, 1])
    sure = np.array([[1, 0], [0, 1], [0.5, 0.5], [1, 0], [1, 0]])
    away = far(features, labels, sure, KNOWN, CLASSES)
    # Only the second is read as another and lies among others. The third may be what
    # it is called, and the last two are of one new style.
    assert list(away) == [0, 1, 0, 0, 0]


def test_one_label_among_thousands_is_found_in_little_memory():
    rng = np.random.default_rng(0)
    drawings, ones = on_circle(rng.normal(90, 3, 6_000)), np.ones(6_000, int)
    drawings[4_321] = on_circle([0])[0]
    impossible = np.tile([1.0, 0.0], (6_000, 1))
    tracemalloc.start()
    away = far(drawings, ones, impossible, KNOWN, CLASSES)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(np.flatnonzero(away)) == [4_321]
    assert most < 200e6  # all products at once: 288 MB, and as much again


@pytest.mark.slow
def test_most_labels_by_chance_are_far_and_few_right_ones():
    base = load_weights("deep", WEIGHTS / "base" / "model.weights.h5")
    known, tiles = load_tiles(WEIGHTS / REPLAY), load_tiles(WEIGHTS / HOLDOUT)
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(tiles.y < 10))[:300]
    labels = tiles.y[rows].astype(int)
    wrong = np.arange(90)  # so many that wrong ones have company of their own
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, 90)) % 10
    features = features_of(base, Digits(tiles.x[rows], labels))
    probabilities = softmax(outputs(base, tiles.x[rows]))
    known_features = features_of(base, known)
    away = far(features, labels, probabilities, known_features, known.y)
    assert away[wrong].mean() > 0.9
    assert away[90:].mean() < 0.02


def test_what_another_has_confirmed_is_no_part_of_the_share():
    rows = labelled(["anna"] * 90 + ["ben"] * 10)
    rows[:60] = [replace(row, confirmed=True) for row in rows[:60]]
    odd = beyond_fair_share(rows, 0.8)
    assert len(odd) == 30
    assert not any(row.confirmed for row in odd)


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.django_db
def test_a_run_asks_about_what_it_leaves_out_and_takes_it_once_confirmed(
    staff, other, few_tiles
):
    wrong = set()
    for number in range(40):
        strokes = DIGITS[number % 10]
        picture = png(strokes, pen=10 + number // 4, size=0.4 + number / 200)
        drawing = recognise(picture, owner=f"person {number}").drawing
        right = number % 10
        label_drawing(drawing, (right + 3) % 10 if number < 4 else right, by=staff)
        wrong |= {drawing.pk} if number < 4 else set()
    assert "4 corrections wait for a second opinion, would be" in finetune("--dry-run")
    assert not Drawing.objects.filter(waits_for__isnull=False).exists()
    with pytest.raises(CommandError, match=r"36 .* asks for 50. 4 left out"):
        finetune("--min-labels=50")
    assert {drawing.pk for drawing in Drawing.objects.waiting(other)} == wrong
    assert FAR not in finetune("--dry-run", "--trust-far")
    for drawing in Drawing.objects.waiting(other):
        label_drawing(drawing, drawing.label, by=other)
    assert FAR not in finetune("--dry-run")


def finetune(*arguments):
    out = io.StringIO()
    call_command("finetune", *arguments, stdout=out)
    return out.getvalue()


def selection_of(trusted, waiting):
    rows = [
        LabelledDrawing(uuid.UUID(int=n), "", "", 7, 1, reviewer=1)
        for n in range(trusted)
    ]
    ids = [uuid.UUID(int=100 + n) for n in range(waiting)]
    return Selection(rows[::2], rows[1::2], {FAR: ids})


@pytest.mark.parametrize(("trusted", "waiting"), [(20, 20), (0, 5), (3, 0)])
def test_some_odd_corrections_do_not_doubt_the_others(trusted, waiting):
    assert not [*mostly_unconfirmed(selection_of(trusted, waiting))]


def test_where_most_corrections_are_odd_nothing_is_promoted():
    (sentence,) = mostly_unconfirmed(selection_of(6, 81))
    assert sentence.startswith("81 corrections wait for a second opinion, and 6 do not")
