from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecognizerConfig(AppConfig):
    name = "recognizer"
    verbose_name = "Recognizer"

    def ready(self) -> None:
        post_migrate.connect(register_shipped, sender=self)


def register_shipped(using: str, **_) -> None:
    """After migrate, the shipped weights are versions, and one of them answers."""
    from recognizer.versions.shipped_weights import register

    register(using=using)
