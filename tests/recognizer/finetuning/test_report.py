"""What a fine-tune's report shows, as it is kept with the version."""

import re
from html import unescape

import pytest

from ml.training.finetune import Step
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.report import svg_points
from recognizer.labelling.labels import label_drawing
from tests.support import trained
from tests.support.drawings import DIGITS, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def report(staff):
    for number in range(20):
        picture = png(DIGITS[number % 2], pen=10 + number)
        drawing = recognise(picture, owner=f"person {number}").drawing
        label_drawing(drawing, number % 2, by=staff)
    steps = [Step(0, None, 0.0), Step(10, 0.37, 0.5), Step(20, 0.362, 1.0)]
    return unescape(trained.train(1, curve=steps).training.report)


def test_accuracy_stands_with_its_interval(report):
    n = int(re.search(r"judged on (\d+) of other people", report)[1])
    low = 100 * n / (n + 1.959964**2)  # Wilson's, where all are right
    assert f"{n}: 100.0 % <small>({low:.1f} % to 100.0 %)" in report


def test_each_digits_recall_is_told_before_and_after(report):
    table = report[report.index("<h2>Recall") : report.index("<h2>Learning")]
    rows = dict(re.findall(r'<th scope="row">(.*?)</th>(.*)', table))
    recall = {digit: re.findall("<td>(.*?)</td>", row) for digit, row in rows.items()}
    assert recall["Zero"] == recall["One"] == ["0.0 %", "100.0 %"]
    assert recall["Two"] == recall["Not a digit"] == ["·", "·"]


def test_a_curve_has_a_scale_from_nought_and_begins_where_the_training_does(report):
    assert "Loss, mean of ten steps: 0.370 at step 10, 0.362 at step 20" in report
    assert "Held-out accuracy, before averaging: 0.0 % at step 0" in report
    assert re.findall(r'text-anchor="end">(.*?)</text>', report) == [
        *("1.000", "0", "20"),
        *("100.0 %", "0", "20"),
    ]
    assert svg_points([(10, 0.37), (20, 0.362)], 1.0) == "50.0,25.2 100.0,25.5"
