"""manage.py versions: what there is, and which one answers."""

from django.core.management.base import BaseCommand

from recognizer.models import ModelVersion
from recognizer.versions.predictor import predictor

HEAVY = ("held_out", "left_out", "curve", "report")


class Command(BaseCommand):
    help = (
        "Lists the versions, the newest first; an asterisk marks the one that answers."
    )

    def handle(self, **_) -> None:
        answering = predictor.answering_id()
        versions = ModelVersion.objects.select_related("parent", "training").defer(
            "card", *(f"training__{name}" for name in HEAVY)
        )
        for version in versions:
            mark = "*" if version.pk == answering else " "
            created = f"{version.created_at:%Y-%m-%d %H:%M}"
            self.stdout.write(
                f"{mark} {version.name:14} {version.network:7} {created}  "
                f"{version.sha256[:8]}  {origin(version)}"
            )
        if answering and (warning := predictor.warning()):
            self.stdout.write(warning)


def origin(version: ModelVersion) -> str:
    """Where a version is from, and what the gate said."""
    training = getattr(version, "training", None)
    if not training:
        return "shipped"
    verdict = " ".join(training.refusals) or "allowed"
    return f"from {version.parent}, {len(training.drawings)} drawings: {verdict}"
