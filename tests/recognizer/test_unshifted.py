"""An answer of the old rule, "not a digit" beside a likelier 3, contradicts nothing.

Until 2026-11-26 a version's threshold alone decided what is not a digit. Such rows stay
as they were kept.
"""

import json

import pytest

from recognizer.labelling.label_doctor import examine
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Prediction
from recognizer.statistics.calibration import calibration
from recognizer.statistics.scope import Proportion, Scope
from recognizer.versions.answer_diff import diff
from recognizer.versions.rescoring import rescore
from tests.support.commands import command
from tests.support.drawings import DIGITS, data_url, png
from tests.support.html import parse
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]
KEPT = [0.0, 0.0, 0.06, 0.71, 0.0, 0.01, 0.0, 0.0, 0.02, 0.01, 0.19]
ADMIN, API = "/admin/recognizer", "/api/v1/predictions/"


@pytest.fixture
def old(base):
    """The given answer to a 3 that somebody drew, by a threshold of 0.1879."""
    drawing = Drawing.objects.create(picture=png(DIGITS[3]), audited=True)
    version = add_version("older", parent=base, threshold=0.1879)
    return drawing.predictions.create(
        version=version, digit=10, confidence=0.19, probabilities=KEPT, given=True
    )


@pytest.fixture
def visitor(old, api):
    """A browser of whoever drew it."""
    api.post(API, {"image": data_url(png())}, format="json")
    owner = Drawing.objects.exclude(owner="").get().owner
    Drawing.objects.filter(pk=old.drawing_id).update(owner=owner)
    return api


def test_the_api_gives_what_its_version_would_answer_now(old, visitor):
    answer = visitor.get(f"{API}{old.drawing_id}/").json()
    shares = answer["probabilities"]
    assert (answer["digit"], answer["word"]) == (None, "Not a digit")
    assert shares.index(max(shares)) == 10
    assert answer["confidence"] == max(shares) == pytest.approx(0.503, abs=1e-3)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert Prediction.objects.get(pk=old.pk).probabilities == KEPT


def test_the_admin_shows_it_as_kept_and_says_why(old, admin):
    page = parse(admin.get(f"{ADMIN}/prediction/{old.pk}/change/")).text
    assert "0.0 %, 0.0 %, 6.0 %, 71.0 %" in page
    assert "answered from the threshold of older, 0.1879, on" in page
    for address in ("prediction/", f"drawing/{old.drawing_id}/change/", "drawing/"):
        assert "19.0 %" in parse(admin.get(f"{ADMIN}/{address}")).text


def test_a_newer_answer_needs_no_such_sentence(drawing, admin):
    (prediction,) = drawing.predictions.all()
    page = parse(admin.get(f"{ADMIN}/prediction/{prediction.pk}/change/")).text
    assert "the threshold of" not in page


def test_the_review_shows_what_the_visitor_was_told(old, admin):
    Drawing.objects.update(waits_for=6)
    page = parse(admin.get(f"{ADMIN}/drawing/review/"))
    answer = page.one("span", class_="answer").text
    assert " ".join(answer.split()) == "Answer Not a digit 19 %"


def test_the_statistics_count_the_answer_with_its_confidence(old, staff):
    label_drawing(old.drawing, 10, by=staff)
    day = old.created_at.date()
    (bin,) = calibration(Scope(day, day)).bins
    assert (bin.low, bin.confidence, bin.accuracy) == (0.1, 0.19, Proportion(1, 1))


def test_a_label_that_agrees_with_the_likelier_class_is_not_suspect(old, staff):
    label_drawing(old.drawing, 3, by=staff)
    assert examine() == []


def test_an_export_has_the_answer_as_it_was_given(old, staff, tmp_path):
    label_drawing(old.drawing, 10, by=staff)
    command("export_labels", tmp_path / "out", format="jsonl")
    (line,) = (tmp_path / "out" / "drawings.jsonl").read_text().splitlines()
    (answer,) = json.loads(line)["answers"]
    assert (answer["digit"], answer["confidence"]) == (10, 0.19)


def test_rescoring_leaves_it_and_compares_others_with_it(old, base):
    everything = Drawing.objects.all()
    assert list(rescore(old.version, everything, workers=1)) == []
    list(rescore(base, everything, workers=1))
    assert Prediction.objects.get(version=old.version).digit == 10
    assert Prediction.objects.get(version=base).digit == 3
    found = diff(base, ModelVersion.objects.get(name="older"))
    assert (found.both, found.changed) == (1, 1)
