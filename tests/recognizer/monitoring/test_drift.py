"""A day's drawings and answers against those that a version was validated on."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

from ml.data.replay import HOLDOUT
from ml.preprocessing.tile import from_bytes, to_tile
from recognizer.finetuning.training_data import shipped_tiles
from recognizer.models import Distribution, Drawing, Source
from recognizer.monitoring.drift import (
    Drift,
    days_to_measure,
    drift_between,
    drift_of_yesterday,
    level,
    measure_newest,
    unusual_since,
)
from recognizer.versions.classifiers import load_classifier
from tests.support.drawings import SEVEN, encode, png
from tests.support.drift import keep_answers, keep_day, yesterday

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def validation(validated):
    """It is there already."""


def test_at_validation_each_class_is_answered_about_as_often(validated):
    answers = validated.measures["answer"]["counts"]
    assert sum(answers) == 1100
    assert max(answers) - min(answers) < 20


def test_a_day_like_the_validation_is_not_unusual(base):
    tiles = shipped_tiles(HOLDOUT).x[1::3]  # the validation takes [::3]
    classifier = load_classifier(base)
    answers = []
    for tile in np.random.default_rng(0).permutation(tiles)[:200]:
        answer = classifier.answer(to_tile(from_bytes(tile)))
        picture = encode(Image.fromarray(255 - tile).resize((112, 112)))
        answers.append((picture, answer.digit, answer.confidence))
    keep_answers(yesterday(), answers)
    (drift,) = drift_of_yesterday()
    assert max(drift.indices.values()) < 0.2


def test_wide_pens_are_unusual():
    keep_day(yesterday(), pen=30)
    (drift,) = drift_of_yesterday()
    assert (drift.version, drift.n) == ("base", 200)
    assert level(drift.indices["pen"]) == level(drift.indices["ink"]) == "unusual"
    assert level(drift.indices["confidence"]) == "unusual"  # all 0.995


def test_answers_that_are_all_the_same_are_unusual():
    keep_day(yesterday(), digits=[7])
    assert drift_of_yesterday()[0].indices["answer"] > 1


def test_numbers_are_left_out_for_the_validation_has_none():
    keep_day(yesterday(), n=200)
    numbers = [(png(SEVEN), "42", 0.4)] * 200
    keep_answers(yesterday(), numbers)
    (drift,) = drift_of_yesterday()
    assert drift.n == 200


def test_few_drawings_and_imports_say_nothing():
    keep_day(yesterday(), n=199)
    keep_day(yesterday(), n=50, source=Source.IMPORT)
    assert drift_of_yesterday() == []
    assert not Distribution.objects.exclude(day=None).exists()


def test_a_day_is_measured_once_and_stays_when_its_drawings_go(
    django_assert_num_queries,
):
    keep_day(yesterday())
    before = drift_of_yesterday()
    Drawing.objects.all().delete()
    with django_assert_num_queries(4):  # days twice, rows, validation
        assert drift_of_yesterday() == before


def test_today_is_not_over_yet():
    today = yesterday() + timedelta(days=1)
    keep_day(today)
    assert days_to_measure(today, today) == []


def test_the_newest_days_are_measured_first():
    days = [yesterday() - timedelta(days=n) for n in range(3)]
    for day in days:
        keep_day(day)
    assert measure_newest(days[-1], days[0], seconds=0) == 2
    assert [drift.day for drift in drift_between(days[-1], days[0])] == days[:1]


def test_what_is_unusual_now_is_so_since_a_day():
    indices = [0.1, 0.3, 0.2, 0.3, None, 0.26]
    days = [
        Drift("base", date(2026, 3, n), 500, {"pen": index} if index else {})
        for n, index in enumerate(indices, start=1)
    ]
    assert unusual_since(days, "pen") == date(2026, 3, 4)
    assert unusual_since(days[:3], "pen") is None


def test_the_command_says_since_when(capsys):
    keep_day(yesterday(), pen=30)
    call_command("drift")
    output = capsys.readouterr().out
    assert f"Pen width of base: unusual since {yesterday()}." in output
