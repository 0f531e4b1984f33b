"""manage.py rescore: another version's answers to the drawings that are kept."""

import pytest
from django.core.management import CommandError

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelFiles, ModelVersion, Prediction, Reason
from recognizer.versions import rescoring
from recognizer.versions.rescoring import Rescored, rescore
from tests.support.drawings import DIGITS, png
from tests.support.versions import NOTHING, reader, run, version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def drawings():
    return [recognise(png(DIGITS[digit])).drawing for digit in (1, 3, 7)]


def reasons():
    return set(Drawing.objects.values_list("waits_for", flat=True))


def test_it_answers_as_serving_did_and_tells_no_visitor(drawings):
    version()
    assert "3 answers kept" in run("v0002")
    for drawing in drawings:
        new, given = drawing.predictions.order_by("given")
        assert not new.given
        assert new.probabilities == given.probabilities
        assert (new.digit, new.confidence) == (given.digit, given.confidence)


def test_processes_give_the_same_answers_as_one(drawings):
    alone, together = version("alone"), version("together")
    everything = Drawing.objects.all()
    assert sum(rescore(alone, everything, workers=1), Rescored()) == Rescored(3)
    assert sum(rescore(together, everything, workers=2), Rescored()) == Rescored(3)
    answers = [
        list(
            one.predictions.order_by("drawing").values_list("drawing", "probabilities")
        )
        for one in (alone, together)
    ]
    assert answers[0] == answers[1]


def test_a_second_run_asks_about_nothing(drawings):
    version()
    run("2")
    assert "3 of 3 drawings have its answer; asking about 0." in run("2")
    assert Prediction.objects.count() == 6


def test_a_run_that_is_stopped_keeps_what_is_done_and_goes_on(drawings, monkeypatch):
    version()
    monkeypatch.setattr(rescoring, "JOB", 1)
    keep_answers, calls = rescoring.keep_answers, iter([False, True])

    def keep_one(*arguments):
        if next(calls):
            raise KeyboardInterrupt
        return keep_answers(*arguments)

    monkeypatch.setattr(rescoring, "keep_answers", keep_one)
    with pytest.raises(CommandError, match=r"1 answers kept.*\nStopped") as stopped:
        run("v0002")
    assert stopped.value.returncode == 130
    assert Prediction.objects.filter(given=False).count() == 1
    monkeypatch.setattr(rescoring, "keep_answers", keep_answers)
    assert "2 answers kept" in run("v0002")


def test_a_limit_takes_the_oldest_that_lack_an_answer(drawings):
    version()
    for oldest in drawings[:2]:
        assert "1 answers kept" in run("v0002", "--limit", "1")
        assert oldest.predictions.count() == 2


def test_only_labelled_drawings_or_those_since_a_day(drawings, staff):
    version()
    label_drawing(drawings[1], 3, by=staff)
    Drawing.objects.filter(pk=drawings[0].pk).update(created_at="2020-01-01T00:00Z")
    assert "asking about 1." in run("v0002", "--labelled")
    assert "1 of 2 drawings have its answer" in run("v0002", "--since", "2020-01-02")


def test_a_time_that_is_none_is_named(drawings):
    version()
    with pytest.raises(CommandError, match="'2026-13-01' is no day such as"):
        run("v0002", "--since", "2026-13-01")


def test_pages_miss_nobody_and_show_nobody_twice(drawings, monkeypatch):
    Drawing.objects.filter(pk__in=[one.pk for one in drawings[:2]]).update(
        created_at=drawings[2].created_at
    )
    monkeypatch.setattr("recognizer.models.drawings.PAGE", 1)
    found = [pk for page in Drawing.objects.all().id_pages() for pk in page]
    assert found == sorted(drawing.pk for drawing in drawings)


def test_what_cannot_be_read_is_counted_and_the_others_are_answered(drawings):
    version()
    Drawing.objects.filter(pk=drawings[0].pk).update(picture=b"no picture")
    said = run("v0002")
    assert "2 answers kept" in said
    assert "1 pictures could not be read." in said


def test_drawings_that_versions_now_disagree_about_wait(drawings):
    version(threshold=NOTHING)
    assert reasons() == {None}
    assert "3 drawings have a new place" in run("v0002")
    assert reasons() == {Reason.VERSIONS}
    ranks = Drawing.objects.values_list("rank", flat=True)
    assert all(0 < rank <= 1 for rank in ranks)


def test_an_agreeing_version_moves_nobody(drawings):
    version()
    Drawing.objects.filter(pk=drawings[0].pk).update(waits_for=Reason.AUDIT)
    assert "0 drawings have a new place" in run("v0002")
    assert reasons() == {None, Reason.AUDIT}


def test_labelled_drawings_and_what_visitors_doubt_keep_their_place(drawings, staff):
    version(threshold=NOTHING)
    label_drawing(drawings[0], 1, by=staff)
    keep_claim(drawings[1], 5)
    run("v0002")
    found = [Drawing.objects.get(pk=one.pk).waits_for for one in drawings]
    assert found == [None, Reason.CLAIM, Reason.VERSIONS]


def test_a_drawing_deleted_meanwhile_is_left_out(drawings):
    other = version()
    answers = reader(other)({one.pk: bytes(one.picture) for one in drawings})
    drawings[0].delete()
    assert rescoring.keep_answers(other, answers).answers == 2


def test_two_runs_at_once_keep_each_answer_once(drawings):
    other = version()
    answers = reader(other)({one.pk: bytes(one.picture) for one in drawings})
    rescoring.keep_answers(other, answers)
    rescoring.keep_answers(other, answers)
    assert other.predictions.count() == 3


def test_an_unknown_version_and_a_wrong_number_are_refused(db):
    with pytest.raises(CommandError, match="No version"):
        run("v0404")
    with pytest.raises(CommandError, match="above 0"):
        run("base", "--limit", "0")


def test_a_version_that_cannot_be_loaded_is_refused(drawings):
    damaged = ModelVersion.objects.create(name="bad", network="base", sha256="bad")
    ModelFiles.objects.create(version=damaged, litert=b"no file", weights=b"")
    with pytest.raises(CommandError, match="cannot be loaded"):
        run("bad")
