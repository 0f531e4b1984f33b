"""manage.py migrate stops at any migration, goes back, and goes on after a failure."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils.timezone import now

from recognizer.formatting import answer_in_words
from recognizer.migrations import _online
from recognizer.models import Drawing, ModelVersion
from recognizer.monitoring.readiness import applied_migrations
from tests.support.drawings import SEVEN, png
from tests.support.migrations import migrate

pytestmark = pytest.mark.django_db(transaction=True)
INDEXES = "SELECT relname, indisvalid FROM pg_class JOIN pg_index ON oid = indexrelid"


@pytest.fixture
def newest():
    """Afterwards all is as it is now."""
    yield
    migrate()


@pytest.mark.database
def test_migrate_stops_at_any_migration_and_goes_on(newest):
    call_command("migrate", "recognizer", "zero", verbosity=0)
    call_command("migrate", "auth", verbosity=0)  # while our tables are not there
    call_command("migrate", "recognizer", "0003", verbosity=0)
    old = migrate("0003_what_is_known")
    assert not old.get_model("recognizer", "ModelVersion").objects.exists()
    call_command("migrate", verbosity=0)
    assert ModelVersion.objects.filter(promotions__isnull=False).get().name == "base"


def test_after_an_index_failed_migrate_goes_on(newest):
    """Halfway through 0004 with indexes, a check and a unique index that is INVALID."""
    old = migrate("0003_what_is_known")
    drawing = old.get_model("recognizer", "Drawing").objects.create(picture=png(SEVEN))
    for number in range(2):
        version = old.get_model("recognizer", "ModelVersion").objects.create(
            name=f"v{number}", sha256=f"{number}", network="base"
        )
        drawing.predictions.create(
            version=version, digit=7, confidence=0.9, probabilities=[0.9], given=True
        )
    with pytest.raises(IntegrityError, match="one_answer_is_given"):
        migrate()
    assert valid_indexes()["drawing_queue"]
    assert not valid_indexes()["one_answer_is_given"]
    drawing.predictions.filter(version=version).delete()
    migrate()
    assert all(valid_indexes().values())
    assert Drawing.objects.get().predictions.count() == 1


def test_a_migration_that_was_stopped_before_its_checks_goes_on(newest, monkeypatch):
    """0026, whose checks are there and have not read the rows that are there."""
    migrate("0025_backups")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_online.ValidateConstraint, "database_forwards", stop)
        with pytest.raises(KeyboardInterrupt):
            migrate()
    assert unvalidated() == ["claim_is_a_number"]
    migrate()
    assert unvalidated() == []
    assert all(valid_indexes().values())


def unvalidated():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.database
def test_what_was_answered_before_there_were_numbers_stays_as_it_was(newest):
    old = migrate("0025_backups")
    drawing = old.get_model("recognizer", "Drawing").objects.create(
        picture=png(SEVEN), claim=10, label=10, labelled_at=now()
    )
    version = old.get_model("recognizer", "ModelVersion").objects.create(
        name="old", sha256="0", network="base"
    )
    drawing.predictions.create(
        version=version,
        digit=10,
        confidence=0.9,
        probabilities=[0.01] * 10 + [0.9],
        given=True,
        several_digits=True,
    )
    migrate()
    kept = Drawing.objects.with_answer().get()
    assert (kept.claim_value, kept.label_value, kept.answer_value) == (10, 10, 10)
    assert answer_in_words(kept.predictions.get()) == "Several digits"
    assert kept.predictions.get().parts is None


def test_what_was_done_but_not_recorded_is_done_again(newest):
    """A process that was killed between both; later ones are not applied then."""
    for name in (
        "0026_numbers",
        "0009_keystroke",
        "0008_newest",
        "0007_given_answer",
        "0004_queue",
    ):
        migrate(name)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = %s", [name])
        migrate(name)
        assert ("recognizer", name) in applied_migrations()
    migrate()
    assert all(valid_indexes().values())


def valid_indexes():
    with connection.cursor() as cursor:
        cursor.execute(f"{INDEXES} WHERE indrelid::regclass::text LIKE 'recognizer%'")
        return dict(cursor.fetchall())
