"""Rows that were kept before the review learn what the new columns say."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import connection

from ml.preprocessing.ink import read_kept_ink
from recognizer.drawings.fingerprints import picture_hash, tile_hash
from recognizer.models import Drawing, Reason
from tests.support.drawings import ONE, SEVEN, png
from tests.support.migrations import migrate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
DRAWN = datetime(2026, 1, 2, tzinfo=UTC)
LABELLED = datetime(2026, 1, 3, tzinfo=UTC)
FILL = import_module("recognizer.migrations.0003_what_is_known")


@pytest.fixture
def before():
    """A function that gives a model as it was; afterwards all is as it is now."""
    apps = migrate("0001_initial")
    yield lambda name: apps.get_model("recognizer", name)
    migrate()


def keep(before, picture, *answers, **columns):
    """A drawing as it was kept then, with answers (digit, probabilities)."""
    drawing = before("Drawing").objects.create(
        picture=picture, created_at=DRAWN, **columns
    )
    for n, (digit, probabilities) in enumerate(answers):
        version, _ = before("ModelVersion").objects.get_or_create(
            name=f"v{n}", sha256=f"{n}", network="base"
        )
        drawing.predictions.create(
            version=version, digit=digit, confidence=0.9, probabilities=probabilities
        )
    return drawing


def now(old):
    return Drawing.objects.get(pk=old.pk)


def test_hashes_and_the_answer_that_was_given_are_filled_in(before):
    seven = keep(before, png(SEVEN), (7, [0.1, 0.9]), (1, [0.6, 0.4]))
    again, one = keep(before, png(SEVEN)), keep(before, png(ONE))
    unreadable = keep(before, b"not a picture", (7, [0.05, 0.95]))
    migrate()
    assert now(seven).picture_hash == picture_hash(png(SEVEN))
    assert now(seven).tile_hash == now(again).tile_hash != now(one).tile_hash
    assert now(seven).tile_hash == tile_hash(read_kept_ink(png(SEVEN)))
    assert list(Drawing.objects.twins_of(now(seven))) == [now(again)]
    assert now(unreadable).tile_hash == ""
    assert now(unreadable).picture_hash == picture_hash(b"not a picture")
    assert now(seven).predictions.get(given=True).version.name == "v0"
    assert not Drawing.objects.filter(audited=True).exists()


def test_what_would_wait_waits_and_what_is_sure_does_not(before):
    sure = keep(before, png(SEVEN), (7, [0.05, 0.95]))
    doubtful = keep(before, png(SEVEN), (7, [0.45, 0.55]))
    claimed = keep(before, png(SEVEN), (7, [0.05, 0.95]), claim=1)
    other = keep(before, png(SEVEN), (7, [0.05, 0.95]), (1, [0.95, 0.05]))
    migrate()
    waiting = [now(old).waits_for for old in (sure, doubtful, claimed, other)]
    assert waiting == [None, Reason.UNSURE, Reason.CLAIM, Reason.VERSIONS]
    assert now(doubtful).rank == pytest.approx(0.1)


def test_a_label_learns_from_its_last_change_who_set_it_and_when(before, staff):
    labelled = keep(before, png(SEVEN), (7, [0.45, 0.55]), label=1)
    for digit, at in ((7, DRAWN), (1, LABELLED)):
        labelled.label_changes.create(to_label=digit, by_id=staff.pk, created_at=at)
    unknown = keep(before, png(ONE), label=1)
    migrate()
    drawing = now(labelled)
    assert (drawing.labelled_by, drawing.labelled_at) == (staff, LABELLED)
    assert drawing.waits_for is None
    assert (now(unknown).labelled_by, now(unknown).labelled_at) == (None, DRAWN)


def test_a_claim_that_is_kept_meanwhile_stays_and_counts(before, monkeypatch):
    """It comes after a batch was read, and before it is written."""
    sure = keep(before, png(SEVEN), (7, [0.05, 0.95]))

    def claim(_picture):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE recognizer_drawing SET claim = 1")
        return "hash"

    monkeypatch.setattr(FILL, "tile_hash", claim)
    migrate()
    assert (now(sure).claim, now(sure).waits_for) == (1, Reason.CLAIM)


def test_a_run_that_was_stopped_goes_on_where_it_was(before, monkeypatch):
    monkeypatch.setattr(FILL, "BATCH", 2)
    for _ in range(5):
        keep(before, png(SEVEN), (7, [0.05, 0.95]))
    read, read_tile = [], FILL.tile_hash

    def stop_at_the_fourth(picture):
        read.append(picture)
        if len(read) == 4:
            raise KeyboardInterrupt
        return read_tile(picture)

    monkeypatch.setattr(FILL, "tile_hash", stop_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        migrate()
    migrate()
    assert len(read) == 4 + 3  # two of five were kept
    assert not Drawing.objects.filter(tile_hash="").exists()
