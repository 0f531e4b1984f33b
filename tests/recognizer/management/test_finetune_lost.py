"""A fine-tune whose database connection, and lock, are lost while it trains."""

import io
import re
from contextlib import ExitStack
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from recognizer.management.commands import finetune
from recognizer.models import ModelVersion, Promotion
from tests.support.commands import command
from tests.support.concurrency import expire_lock, held_elsewhere, run_together
from tests.support.trained import train_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TRAIN = ("finetune", "--trust-far", "--holdout", "0.3", "--promote")


def lose_connection():
    """As a proxy does with an idle one, and a restart of PostgreSQL with all."""
    pid = connection.connection.get_backend_pid()

    def terminate():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    assert run_together(terminate) == []


@pytest.fixture
def at_once(monkeypatch, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    return partial(train_at_once, monkeypatch)


def test_it_connects_again_and_keeps_and_promotes_what_it_has_trained(people, at_once):
    at_once(meanwhile=lose_connection)
    assert "Promoted v0001." in command(*TRAIN)


def test_who_finds_the_lock_taken_keeps_a_file_that_is_taken_up(people, at_once):
    out = io.StringIO()
    with ExitStack() as stack:

        def lose_both():
            expire_lock("finetune")
            stack.enter_context(held_elsewhere("finetune"))
            lose_connection()

        at_once(meanwhile=lose_both)
        with pytest.raises(CommandError, match="Another finetune is running"):
            call_command(*TRAIN, stdout=out)
    file = re.search(r"finetune --resume (\S+) keeps it", out.getvalue())[1]
    assert not ModelVersion.objects.filter(name="v0001").exists()
    assert "Promoted v0001." in command("finetune", "--resume", file, "--promote")
    version = Promotion.objects.first().version
    assert (version.parent.name, len(version.training.drawings) > 10) == ("base", True)
    with pytest.raises(CommandError, match="gave v0001 again"):
        command("finetune", "--resume", file)


@pytest.mark.django_db
def test_a_database_that_stays_away_costs_nothing_that_was_trained(
    people, at_once, monkeypatch, tmp_path
):
    def stays_away(_result, *, by):
        raise OperationalError("connection refused\n")

    at_once()
    monkeypatch.setattr(finetune, "register", stays_away)
    with pytest.raises(CommandError, match="database is lost: connection refused"):
        command(*TRAIN)
    assert list(tmp_path.glob("finetune-*.zip"))


@pytest.mark.django_db
def test_what_is_no_result_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("no zip")
    for name in ("notes.txt", "nothing.zip"):
        with pytest.raises(CommandError, match=name):
            command("finetune", "--resume", str(tmp_path / name))
