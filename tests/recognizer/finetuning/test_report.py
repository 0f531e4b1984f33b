"""What a fine-tune's report shows, as it is kept with the version."""

import pytest

from ml.training.finetune import Step
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.report import svg_points
from recognizer.labelling.labels import label_drawing
from tests.support import trained
from tests.support.drawings import DIGITS, png
from tests.support.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def training(staff):
    for number in range(20):
        picture = png(DIGITS[number % 2], pen=10 + number)
        drawing = recognise(picture, owner=f"person {number}").drawing
        label_drawing(drawing, number % 2, by=staff)
    steps = [Step(0, None, 0.0), Step(10, 0.37, 0.5), Step(20, 0.362, 1.0)]
    return trained.train(1, curve=steps).training


@pytest.fixture
def report(training):
    return parse(training.report)


def test_accuracy_stands_with_its_interval(report, training):
    n = len(training.held_out)
    low = 100 * n / (n + 1.959964**2)  # Wilson's, where all are right
    assert report.all("td", f"{n}: 100.0 % ({low:.1f} % to 100.0 %)")


def test_each_digits_recall_is_told_before_and_after(report):
    (table,) = (t for t in report.all("table") if t.all("th", "Read right of"))
    recall = {
        row.one("th").text: [cell.text for cell in row.all("td")]
        for row in table.one("tbody").all("tr")
    }
    assert recall["Zero"] == recall["One"] == ["0.0 %", "100.0 %"]
    assert recall["Two"] == recall["Not a digit"] == ["·", "·"]


def test_a_curve_has_a_scale_from_nought_and_begins_where_the_training_does(report):
    assert "Loss, mean of ten steps: 0.370 at step 10, 0.362 at step 20" in report.text
    assert "Held-out accuracy, before averaging: 0.0 % at step 0" in report.text
    scales = [mark.text for mark in report.all("text", **{"text-anchor": "end"})]
    assert scales == ["1.000", "0", "20", "100.0 %", "0", "20"]
    assert svg_points([(10, 0.37), (20, 0.362)], 1.0) == "50.0,25.2 100.0,25.5"
