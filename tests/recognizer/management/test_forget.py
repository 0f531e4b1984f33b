"""manage.py forget."""

import uuid

import pytest
from django.core.management import CommandError

from recognizer.models import Drawing
from tests.support.commands import command
from tests.support.drawings import DIGITS
from tests.support.owners import VISITORS, draw, of, sides
from tests.support.trained import train

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_dry_run_says_what_would_go_and_keeps_it(visitors):
    trained, _ = sides(train(1))
    said = command("forget", "--owner", trained.owner, "--dry-run")
    assert "1 drawing, 1 prediction, 3 label changes. Trained versions: v0001;" in said
    assert Drawing.objects.count() == VISITORS


def test_an_operator_finds_a_visitor_by_one_of_the_drawings(visitors):
    another = draw("visitor 3", DIGITS[2])
    said = command("forget", "--owner-of", str(another.pk), "--yes")
    assert "Drawn by visitor 3." in said
    assert "Deleted 2 drawings" in said
    assert not of("visitor 3").exists()


@pytest.mark.parametrize("answer", ["no", "", "y", EOFError])
def test_without_a_yes_nothing_is_deleted(visitors, monkeypatch, answer):
    def say(_question):
        if answer is EOFError:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", say)
    with pytest.raises(CommandError, match="Nothing is deleted"):
        command("forget", "--owner", "visitor 3")
    assert Drawing.objects.count() == VISITORS


def test_a_yes_deletes(visitors, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    command("forget", "--owner", "visitor 3")
    assert not of("visitor 3").exists()


@pytest.mark.parametrize(
    "whose",
    [
        ("--owner", "nobody"),
        ("--owner", ""),
        ("--drawing", str(uuid.uuid4())),
        ("--owner-of", str(uuid.uuid4())),
    ],
)
def test_what_matches_nothing_is_an_error(visitors, whose):
    draw("")
    with pytest.raises(CommandError, match="no such drawing"):
        command("forget", *whose, "--yes")
    assert Drawing.objects.count() == VISITORS + 1


def test_of_several_drawings_those_that_are_not_here_are_named(visitors):
    here, missing = of("visitor 0").get().pk, uuid.uuid4()
    said = command("forget", "--drawing", str(here), str(missing), "--yes")
    assert f"Not here: {missing}." in said
    assert "Deleted 1 drawing," in said


def test_a_drawing_of_nobody_known_leads_to_no_other(visitors):
    drawing = draw("")
    with pytest.raises(CommandError, match="Nobody is known"):
        command("forget", "--owner-of", str(drawing.pk), "--yes")
    assert Drawing.objects.count() == VISITORS + 1


@pytest.mark.parametrize(
    "arguments",
    [(), ("--drawing", "7"), ("--owner", "a", "--drawing", str(uuid.uuid4()))],
)
def test_who_is_meant_has_to_be_clear(arguments):
    with pytest.raises(CommandError):
        command("forget", *arguments, "--yes")
