from django.apps import AppConfig
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate


class RecognizerConfig(AppConfig):
    name = "recognizer"
    verbose_name = "Recognizer"

    def ready(self) -> None:
        post_migrate.connect(register_shipped, sender=self)


def register_shipped(using: str, **_) -> None:
    """After migrate, the shipped weights are versions, and one of them answers.

    Not while the tables are others than the models: before the last migration.
    """
    from recognizer.versions.shipped_weights import register

    migrations = MigrationLoader(connections[using])
    last = migrations.graph.leaf_nodes(RecognizerConfig.name)
    if migrations.applied_migrations.keys() >= set(last):
        register(using=using)
