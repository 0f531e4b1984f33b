"""What a load balancer is told: a line for each part, and whether all can be used."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from digitsite.caching import cache
from recognizer.models import Promotion
from recognizer.monitoring.readiness import migrations

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def fresh_process():
    migrations.are_applied = False


def test_each_part_has_a_line(client):
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.content == b"database: ok\nmigrations: ok\nversion: ok\n"


def test_a_program_reads_json(client):
    ready = client.get("/readyz", headers={"Accept": "application/json"})
    assert ready.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "version": "ok",
    }


def test_where_nothing_is_promoted_the_site_lives_and_is_not_ready(client):
    Promotion.objects.all().delete()
    ready = client.get("/readyz", headers={"Accept": "application/json"})
    assert ready.status_code == 503
    assert ready.json()["version"] == "No version answers."
    assert client.get("/livez").status_code == 200


def test_a_missing_migration_is_named(client):
    newest = MigrationRecorder(connection).migration_qs.filter(app="axes").last()
    newest.delete()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert f"Run manage.py migrate: axes.{newest.name}." in ready.content.decode()


def test_applied_migrations_are_not_looked_at_again(client):
    client.get("/readyz")
    assert migrations.are_applied
    MigrationRecorder(connection).migration_qs.filter(app="axes").delete()
    assert client.get("/readyz").status_code == 200


def test_a_cache_that_is_away_is_named_and_the_site_is_ready(client, settings, redis):
    settings.CACHE_URL, settings.CACHES = redis.url, {"default": cache(redis.url)}
    assert b"cache: ok\n" in client.get("/readyz").content
    redis.hang()
    ready = client.get("/readyz")
    redis.go_on()
    assert ready.status_code == 200
    assert b"cache: does not answer; each worker counts alone.\n" in ready.content


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_fails_at_the_version_is_named(client, monkeypatch, error):
    def gone():
        raise error("connection refused")

    monkeypatch.setattr("recognizer.versions.predictor.promoted_id", gone)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert b"version: The database does not answer." in ready.content
