"""Register the weights that ship in weights/ as versions, each once."""

import hashlib
import logging
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction

from recognizer.models import ModelVersion, Promotion

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
    litert = (folder / "model.tflite").read_bytes()
    sha256 = hashlib.sha256(litert).hexdigest()
    versions = ModelVersion.objects.using(using)
    if versions.filter(sha256=sha256).exists():
        return
    card = (folder / "README.md").read_text()
    facts = read_front_matter(card)["digitsite"]
    if facts["sha256"] != sha256:
        raise ValueError(
            f"{folder.name}/model.tflite is damaged: its card says sha256 "
            f"{facts['sha256']}, the file has {sha256}."
        )
    taken = versions.filter(name=folder.name).exists()
    version = versions.create(
        name=f"{folder.name}-{sha256[:8]}" if taken else folder.name,
        litert=litert,
        weights=(folder / "model.weights.h5").read_bytes(),
        card=card,
        **{name: facts[name] for name in FACTS},
    )
    log.info("Registered version %s.", version)


FACTS = ("network", "sha256", "temperature", "threshold", "seed", "recipe", "scores")


def read_front_matter(card: str) -> dict:
    """The YAML between the first two lines of dashes, as model hubs write it."""
    _, front, _ = card.split("---\n", 2)
    return yaml.safe_load(front)
