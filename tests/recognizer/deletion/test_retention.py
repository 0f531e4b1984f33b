"""Old drawings go in batches, when an operator says so; never by themselves."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from recognizer.deletion.retention import expired, prune
from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction
from tests.support.drawings import png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def draw(age, **changes):
    drawing = recognise(png()).drawing
    when = now() - timedelta(days=age)
    Drawing.objects.filter(pk=drawing.pk).update(created_at=when, **changes)
    return drawing


@pytest.fixture
def old(staff):
    """Four years old: plain, labelled, audited, both; and a new one."""
    plain, labelled, audited, both, new = (
        draw(age, audited=audited)
        for age, audited in ((1500, 0), (1500, 0), (1500, 1), (1500, 1), (10, 0))
    )
    for drawing in (labelled, both):
        label_drawing(drawing, 7, by=staff)
    return {"plain": plain, "labelled": labelled, "audited": audited, "both": both} | {
        "new": new
    }


def run(*arguments):
    out = io.StringIO()
    call_command("prune", *arguments, stdout=out)
    return out.getvalue()


def left(old):
    there = set(Drawing.objects.values_list("pk", flat=True))
    return {name for name, drawing in old.items() if drawing.pk in there}


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ((), {"labelled", "audited", "both", "new"}),
        (("--labelled",), {"audited", "both", "new"}),
        (("--audited",), {"labelled", "both", "new"}),
        (("--labelled", "--audited"), {"new"}),
    ],
)
def test_labelled_and_audited_ones_are_kept_unless_told(old, options, kept):
    run("--older-than", "365d", "--yes", *options)
    assert left(old) == kept
    assert Prediction.objects.count() == len(kept)
    assert LabelChange.objects.count() == len(kept & {"labelled", "both"})


def test_counts_come_first_and_a_dry_run_ends_there(old):
    said = run("--older-than", "365d", "--labelled", "--dry-run")
    assert "2 drawings, 2 predictions, 1 label change." in said
    assert "2 as old are kept" in said
    assert len(left(old)) == 5


def test_nothing_that_old_is_no_error(old):
    assert "0 drawings" in run("--older-than", "9999d")
    assert len(left(old)) == 5


def test_without_a_yes_nothing_goes(old, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(CommandError, match="Nothing is deleted"):
        run("--older-than", "365d")
    assert len(left(old)) == 5


@pytest.mark.parametrize(
    "text", ["365", "0d", "-1d", "1y", "", "d", "1.5d", "99999999d", "999999d"]
)
def test_an_age_is_a_number_of_days_that_there_has_been(db, text):
    with pytest.raises(CommandError):
        run(f"--older-than={text}", "--yes")


def test_an_age_has_to_be_said(db):
    with pytest.raises(CommandError, match="--older-than"):
        run("--yes")


@pytest.fixture
def many(db, monkeypatch):
    """Eleven from the same few moments, read by threes."""
    monkeypatch.setattr("recognizer.models.drawings.PAGE", 3)
    return [draw(1000 - n // 4) for n in range(11)]


def test_pages_go_from_the_oldest_on_until_all_are_gone(many):
    moments = dict(Drawing.objects.values_list("pk", "created_at"))
    same = min(moments.values())  # several of one moment, on several pages
    Drawing.objects.filter(pk__in=[d.pk for d in many[:7]]).update(created_at=same)
    sizes = [page.drawings for page in prune(expired(now()))]
    assert sizes == [3, 3, 3, 2]
    assert not Drawing.objects.exists()


def test_what_is_stopped_goes_on_with_the_same_command(many, monkeypatch):
    def stopped(drawings):
        yield next(prune(drawings))
        raise KeyboardInterrupt

    command = "recognizer.management.commands.prune.prune"
    with monkeypatch.context() as once:
        once.setattr(command, stopped)
        with pytest.raises(CommandError) as error:
            run("--older-than", "365d", "--yes")
    assert "Deleted 3 drawings" in str(error.value)
    assert error.value.returncode == 130
    assert Drawing.objects.count() == 8
    assert "Deleted 8 drawings" in run("--older-than", "365d", "--yes")


def test_what_is_labelled_while_it_runs_is_kept(many, staff):
    told = prune(expired(now()))
    next(told)
    last = Drawing.objects.order_by("-created_at", "-pk").first()
    label_drawing(last, 7, by=staff)
    assert sum(page.drawings for page in told) == 7
    assert Drawing.objects.get() == last
