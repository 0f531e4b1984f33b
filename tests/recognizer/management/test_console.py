"""A question before what cannot be taken back, and Ctrl-C."""

import io

import pytest
from django.core.management import CommandError

from recognizer.management.console import ask_to_confirm, stoppable


def answer(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.mark.parametrize("text", ["yes\n", " YES \n"])
def test_a_yes_goes_on(monkeypatch, capsys, text):
    answer(monkeypatch, text)
    ask_to_confirm("Delete all?")
    assert capsys.readouterr().out == "Delete all? [yes/no] "


@pytest.mark.parametrize(
    ("text", "why"),
    [("no\n", "no"), ("y\n", "y"), ("\n", "no answer"), ("", "--yes goes without")],
)
def test_anything_else_stops_it_and_is_told(monkeypatch, text, why):
    answer(monkeypatch, text)
    with pytest.raises(CommandError, match=f"Nothing is deleted: .*{why}"):
        ask_to_confirm("Delete all?")


def test_ctrl_c_ends_with_a_sentence_and_its_exit_code():
    with (
        pytest.raises(CommandError, match="3 are done") as stopped,
        stoppable(lambda: "3 are done."),
    ):
        raise KeyboardInterrupt
    assert stopped.value.returncode == 130
