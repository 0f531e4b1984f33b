"""manage.py rescore: another version's answers to the drawings that are kept."""

import pytest
from django.core.management import CommandError, call_command

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Prediction
from recognizer.versions import rescoring
from tests.support.commands import command
from tests.support.drawings import DIGITS, png
from tests.support.versions import NOTHING, add_version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawings():
    return [recognise(png(DIGITS[digit])).drawing for digit in (1, 3, 7)]


def rescore(*arguments):
    return command("rescore", *arguments, workers=1)


def test_it_says_what_it_asks_about_and_what_came_of_it(drawings):
    add_version(threshold=NOTHING)
    Drawing.objects.filter(pk=drawings[0].pk).update(picture=b"no picture")
    assert rescore("v0002").splitlines() == [
        "v0002: 0 of 3 drawings have its answer; asking about 3.",
        "2 answers kept; 2 drawings have a new place in the review queue.",
        "1 left out: their pictures cannot be read.",
    ]


def test_a_second_run_asks_about_nothing(drawings, second):
    rescore("2")
    assert "3 of 3 drawings have its answer; asking about 0." in rescore("2")
    assert Prediction.objects.count() == 6


def test_a_run_that_is_stopped_keeps_what_is_done_and_goes_on(
    drawings, second, monkeypatch, capsys
):
    monkeypatch.setattr(rescoring, "JOB", 1)
    keep_answers, calls = rescoring.keep_answers, iter([False, True])

    def keep_one(*arguments):
        if next(calls):
            raise KeyboardInterrupt
        return keep_answers(*arguments)

    monkeypatch.setattr(rescoring, "keep_answers", keep_one)
    with pytest.raises(CommandError, match=r"^Stopped; the same") as stopped:
        call_command("rescore", "v0002", workers=1)
    assert "\n1 answers kept" in capsys.readouterr().out
    assert stopped.value.returncode == 130
    assert Prediction.objects.filter(given=False).count() == 1
    monkeypatch.setattr(rescoring, "keep_answers", keep_answers)
    assert "2 answers kept" in rescore("v0002")


def test_a_limit_takes_the_oldest_that_lack_an_answer(drawings, second):
    for oldest in drawings[:2]:
        assert "1 answers kept" in rescore("v0002", "--limit", "1")
        assert oldest.predictions.count() == 2


def test_only_labelled_drawings_or_those_since_a_day(drawings, second, staff):
    label_drawing(drawings[1], 3, by=staff)
    Drawing.objects.filter(pk=drawings[0].pk).update(created_at="2020-01-01T00:00Z")
    assert "asking about 1." in rescore("v0002", "--labelled")
    assert "1 of 2 drawings have its answer" in rescore(
        "v0002", "--since", "2020-01-02"
    )


def test_a_time_that_is_none_is_named(drawings, second):
    with pytest.raises(CommandError, match="'2026-13-01' is no day such as"):
        rescore("v0002", "--since", "2026-13-01")


def test_an_unknown_version_and_a_wrong_number_are_refused(db):
    with pytest.raises(CommandError, match="No version"):
        rescore("v0404")
    with pytest.raises(CommandError, match="above 0"):
        rescore("base", "--limit", "0")


def test_a_version_that_cannot_be_loaded_is_refused(drawings):
    add_version("bad", litert=b"no file")
    with pytest.raises(CommandError, match="cannot be loaded"):
        rescore("bad")
