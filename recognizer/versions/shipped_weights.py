"""Register the weights that ship in weights/ as versions, each once."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ml.inference.version_files import read_version
from recognizer.models import ModelFiles, ModelVersion, Promotion

log = logging.getLogger(__name__)
FIRST = "base"  # the one that answers on a new site


def register(using: str = "default") -> None:
    """Keep each shipped version that the database lacks; let the first answer.

    Weights that a release replaces become a version beside the old one. They are
    not promoted: what answers on a running site changes only when staff say so.
    """
    for card in sorted(settings.WEIGHTS_DIR.glob("*/README.md")):
        if "." in card.parent.name:
            continue  # base.part, base.training: a training that is under way
        with transaction.atomic(using=using):
            register_folder(card.parent, using)
    promotions = Promotion.objects.using(using)
    first = ModelVersion.objects.using(using).filter(name=FIRST).first()
    if first and not promotions.exists():
        promotions.create(version=first, why="The weights that ship.")


def register_folder(folder: Path, using: str) -> None:
    files = read_version(folder)
    versions = ModelVersion.objects.using(using)
    if versions.filter(sha256=files.facts["sha256"]).exists():
        return
    taken = versions.filter(name=folder.name).exists()
    version = versions.create(
        name=f"{folder.name}-{files.facts['sha256'][:8]}" if taken else folder.name,
        card=files.card,
        **{name: files.facts[name] for name in FACTS},
    )
    weights = (folder / "model.weights.h5").read_bytes()
    ModelFiles.objects.using(using).create(
        version=version, litert=files.litert, weights=weights
    )
    log.info("Registered version %s.", version)


FACTS = ("network", "sha256", "temperature", "threshold", "seed", "recipe", "scores")
