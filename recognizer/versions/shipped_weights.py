"""Register the weights that ship in weights/ as versions, each once."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ml.inference.version_files import CARD_FILE, WEIGHTS_FILE, read_version
from recognizer.locks import wait_for_turn
from recognizer.models import ModelFiles, ModelVersion, Promotion

log = logging.getLogger(__name__)
FIRST = "base"  # the version that answers on a new site
FACTS = ("network", "sha256", "temperature", "threshold", "seed", "recipe", "scores")


def register(using: str = "default") -> None:
    """Keep each shipped version that the database lacks; on a new site promote FIRST.

    Weights that replace older ones in a release become a version beside the old one.
    They are not promoted: only staff change which version answers on a running site.
    """
    for card in sorted(settings.WEIGHTS_DIR.glob(f"*/{CARD_FILE}")):
        if "." in card.parent.name:
            continue  # base.seed0, base.123.part, base.123.old: they do not ship
        with transaction.atomic(using=using):
            register_folder(card.parent, using)
    promote_first(using)


@transaction.atomic
def promote_first(using: str) -> None:
    """Promote FIRST, unless something was promoted before."""
    wait_for_turn("promote", using)
    promotions = Promotion.objects.using(using)
    first = ModelVersion.objects.using(using).filter(name=FIRST).first()
    if first and not promotions.exists():
        promotions.create(version=first, why="The weights that ship.")


def register_folder(folder: Path, using: str) -> None:
    """Keep the version of a folder, unless its file is kept already."""
    files = read_version(folder)
    wait_for_turn("register", using)  # another machine migrates, too
    versions = ModelVersion.objects.using(using)
    if versions.filter(sha256=files.facts["sha256"]).exists():
        return
    name = folder.name
    if versions.filter(name=name).exists():
        name = f"{name}-{files.facts['sha256'][:8]}"
    version = versions.create(
        name=name,
        card=files.card,
        **{fact: files.facts[fact] for fact in FACTS},
    )
    weights = (folder / WEIGHTS_FILE).read_bytes()
    ModelFiles.objects.using(using).create(
        version=version, litert=files.litert, weights=weights
    )
    log.info("Registered version %s.", version)
