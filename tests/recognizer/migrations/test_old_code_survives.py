"""New migrations leave to the release before what it needs (docs/upgrading.md)."""

import re
from importlib import import_module

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from digitsite.release import VERSION
from recognizer.migrations._online import AddField
from tests.support.migration_rules import SAID, breaks

SINCE = "0025"  # the first that had to heed them


def numbers(version):
    return tuple(map(int, version.split(".")))


def test_the_release_before_survives_every_migration():
    loader = MigrationLoader(None)
    for key in sorted(loader.disk_migrations):
        if key[0] == "recognizer" and key[1] >= SINCE:
            check(loader, key)


def check(loader, key):
    state = loader.project_state(key, at_end=False)
    broken = list(breaks(loader.disk_migrations[key], state))
    unused_since = getattr(
        import_module(loader.disk_migrations[key].__module__), SAID, ""
    )
    if unused_since:
        assert re.fullmatch(r"\d+\.\d+\.\d+", unused_since), key
        assert numbers(unused_since) < numbers(VERSION), f"{key}: that is not out yet."
    else:
        assert not broken, f"{key}: {broken}; see docs/upgrading.md"


def text(**options):
    return models.CharField(max_length=9, **options)


ROW = [("id", models.BigAutoField(primary_key=True)), ("why", text(null=True))]


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("row", "why"),
        migrations.RenameField("row", "why", "reason"),
        migrations.RenameModel("Row", "Line"),
        migrations.DeleteModel("Row"),
        migrations.AlterModelTable("Row", "other"),
        migrations.AddField("row", "who", text(default="")),
        AddField("row", "who", text(default="")),
        migrations.AlterField("row", "why", text(default="")),
        migrations.AlterField("row", "why", models.CharField(max_length=8, null=True)),
    ],
)
def test_what_old_code_cannot_know_is_refused(operation):
    assert faults_of(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("row", "who", text(null=True)),
        migrations.AddField("row", "who", text(db_default="")),
        migrations.AlterField("row", "why", text(db_default="")),
        migrations.AlterField("row", "why", models.TextField(null=True)),
        migrations.CreateModel("Other", ROW),
    ],
)
def test_what_old_code_survives_is_let_through(operation):
    assert not faults_of(operation)


def faults_of(operation):
    state = ProjectState()
    state.add_model(ModelState("recognizer", "Row", list(ROW)))
    migration = migrations.Migration("0025_new", "recognizer")
    migration.operations = [operation]
    return list(breaks(migration, state))
