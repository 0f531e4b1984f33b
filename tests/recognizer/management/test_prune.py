"""manage.py prune."""

import pytest
from django.core.management import CommandError

from recognizer.deletion.retention import prune
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction
from tests.support.commands import command
from tests.support.owners import draw_long_ago

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def old(staff):
    """Four years old: plain, labelled, audited, both; and a new one."""
    plain, labelled, audited, both, new = (
        draw_long_ago(age, audited=audited)
        for age, audited in ((1500, 0), (1500, 0), (1500, 1), (1500, 1), (10, 0))
    )
    for drawing in (labelled, both):
        label_drawing(drawing, 7, by=staff)
    return {"plain": plain, "labelled": labelled, "audited": audited, "both": both} | {
        "new": new
    }


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
    command("prune", "--older-than", "365d", "--yes", *options)
    assert left(old) == kept
    assert Prediction.objects.count() == len(kept)
    assert LabelChange.objects.count() == len(kept & {"labelled", "both"})


def test_counts_come_first_and_a_dry_run_ends_there(old):
    said = command("prune", "--older-than", "365d", "--labelled", "--dry-run")
    assert "2 drawings, 2 predictions, 1 label change." in said
    assert "2 as old are kept" in said
    assert len(left(old)) == 5


def test_nothing_that_old_is_no_error(old):
    assert "0 drawings" in command("prune", "--older-than", "9999d")
    assert len(left(old)) == 5


def test_without_a_yes_nothing_goes(old, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(CommandError, match="Nothing is deleted"):
        command("prune", "--older-than", "365d")
    assert len(left(old)) == 5


@pytest.mark.parametrize(
    "text", ["365", "0d", "-1d", "1y", "", "d", "1.5d", "99999999d", "999999d"]
)
def test_an_age_is_a_number_of_days_that_there_has_been(db, text):
    with pytest.raises(CommandError):
        command("prune", f"--older-than={text}", "--yes")


def test_an_age_has_to_be_said(db):
    with pytest.raises(CommandError, match="--older-than"):
        command("prune", "--yes")


def test_what_is_stopped_goes_on_with_the_same_command(many_old, monkeypatch):
    def stopped(drawings):
        yield next(prune(drawings))
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr("recognizer.management.commands.prune.prune", stopped)
        with pytest.raises(CommandError) as error:
            command("prune", "--older-than", "365d", "--yes")
    assert "Deleted 3 drawings" in str(error.value)
    assert error.value.returncode == 130
    assert Drawing.objects.count() == 8
    assert "Deleted 8 drawings" in command("prune", "--older-than", "365d", "--yes")
