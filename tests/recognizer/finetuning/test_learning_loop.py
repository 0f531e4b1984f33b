"""The learning loop as a running site sees it: from visitors' drawings and back."""

import io

import numpy as np
import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from rest_framework.test import APIClient

from recognizer.drawings.visitors import remember_visitor
from recognizer.finetuning.screening import FAR
from recognizer.finetuning.selection import select
from recognizer.models import ModelVersion
from tests.support.drawings import DIGITS, data_url, odd_seven, png

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.database]


class Writer:
    """A visitor who means a seven by a lying four, and writes all else as others do."""

    def __init__(self, number):
        self.client, response = APIClient(), HttpResponse()
        # Who is held out goes by this.
        remember_visitor(HttpRequest(), response, f"writer {number}")
        self.client.cookies = response.cookies
        self.rng = np.random.default_rng(number)

    def odd_seven(self):
        return odd_seven(self.rng)

    def post(self, picture):
        image = {"image": data_url(picture)}
        answer = self.client.post("/api/v1/predictions/", image, format="json")
        assert answer.status_code == 201
        return answer.json()

    def ask(self, picture):
        """The answer to a drawing that is not kept."""
        image = {"image": data_url(picture)}
        address = "/api/v1/predictions/?keep=false"
        return self.client.post(address, image, format="json").json()


@pytest.fixture
def writers(api):
    return [Writer(number) for number in range(12)]


@pytest.fixture
def label(admin):
    def set_label(answer, digit):
        body = {"digit": digit}
        url = f"{answer['url']}label/"
        said = admin.post(url, body, content_type="application/json")
        assert said.json()["digit"] == digit

    return set_label


def command(*arguments):
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    finally:
        print(out.getvalue())  # for whoever reads why it failed
    return out.getvalue()


def test_unseen_digits_are_read_better_though_a_tenth_of_the_labels_is_wrong(
    writers, label, tmp_path
):
    unseen = [(writer, writer.odd_seven(), 7) for writer in writers[:6]]
    unseen += [(writers[i], png(DIGITS[i], pen=14), i) for i in range(6)]

    def right():
        answers = [(writer.ask(picture), digit) for writer, picture, digit in unseen]
        assert len({answer["version"] for answer, _ in answers}) == 1
        return sum(answer["digit"] == digit for answer, digit in answers)

    before = right()
    for writer in writers:
        for _ in range(5):
            label(writer.post(writer.odd_seven()), 7)
    wrong = set()
    for digit, writer in enumerate(writers[:6]):
        answer = writer.post(png(DIGITS[digit], pen=12, size=0.5))
        label(answer, digit + 3)
        wrong.add(answer["id"])
    chosen = select(holdout=0.3)
    for side in (chosen.train, chosen.held_out):
        assert wrong & {str(row.pk) for row in side}

    report = tmp_path / "report.html"
    said = command("finetune", "--promote", "--holdout=0.3", "--report", str(report))
    assert "Promoted v0001." in said
    assert "May be promoted." in report.read_text()
    training = ModelVersion.objects.get(name="v0001").training
    assert training.left_out == {FAR: sorted(wrong)}
    assert len(training.drawings) + len(training.held_out) == 60
    assert before == 6  # no odd seven
    assert right() >= 11
    command("rollback", "--why", "to compare")
    assert right() == before
