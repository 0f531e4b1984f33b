"""Labels that may be wrong or meant ill do not train unless somebody says so."""

import io
import tracemalloc
import uuid

import numpy as np
import pytest
from django.core.management import call_command

from ml.data.mnist import Digits
from ml.data.replay import HOLDOUT, REPLAY, load_tiles
from ml.inference.version_files import WEIGHTS
from ml.publishing.litert import load_weights
from ml.training.outputs import features_of
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.screening import FAR, beyond_fair_share, far
from recognizer.finetuning.selection import LabelledDrawing
from recognizer.labelling.labels import label_drawing
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


def test_a_point_far_from_its_class_is_found_and_a_pair_stands_together():
    rng = np.random.default_rng(0)
    known = np.concatenate([rng.normal(0, 0.1, (50, 2)), rng.normal(5, 0.1, (50, 2))])
    classes = np.repeat([0, 1], 50)
    drawings = np.array([[0.0, 0.0], [5.0, 5.0], [9.0, 9.0], [9.05, 9.0]])
    assert list(far(drawings, [0, 0, 1, 1], known, classes)) == [0, 1, 0, 0]


def test_one_point_far_from_thousands_is_found_in_little_memory():
    rng = np.random.default_rng(0)
    drawings = rng.normal(0, 0.1, (6_000, 2))
    drawings[4_321] = 9, 9
    known, ones = rng.normal(0, 0.1, (50, 2)), np.ones(6_000)
    tracemalloc.start()
    away = far(drawings, ones, known, ones[:50])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(np.flatnonzero(away)) == [4_321]
    assert most < 200e6  # all distances at once: 288 MB, and as much again


@pytest.mark.slow
def test_most_labels_by_chance_are_far_and_few_right_ones():
    base = load_weights("base", WEIGHTS / "base" / "model.weights.h5")
    known, tiles = load_tiles(WEIGHTS / REPLAY), load_tiles(WEIGHTS / HOLDOUT)
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(tiles.y < 10))[:300]
    labels = tiles.y[rows].copy()
    wrong = np.arange(30)  # a tenth
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, 30)) % 10
    features = features_of(base, Digits(tiles.x[rows], labels))
    away = far(features, labels, features_of(base, known), known.y)
    assert away[wrong].mean() > 0.7
    assert away[30:].mean() < 0.1


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.django_db
def test_a_run_lists_what_it_leaves_out_and_takes_it_when_told(staff):
    for number in range(40):
        strokes = DIGITS[number % 10]
        picture = png(strokes, pen=10 + number // 4, size=0.4 + number / 200)
        drawing = recognise(picture, owner=f"person {number}").drawing
        right = number % 10
        label_drawing(drawing, (right + 3) % 10 if number < 4 else right, by=staff)
    assert f"left out: {FAR}" in dry_run()
    assert FAR not in dry_run("--trust-far")


def dry_run(*arguments):
    out = io.StringIO()
    call_command("finetune", "--dry-run", *arguments, stdout=out)
    return out.getvalue()
