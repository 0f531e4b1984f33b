"""A version's folder -> its card, its facts, its classifier."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from ml.inference.classifier import BadVersion, Classifier

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"  # beside the package
WEIGHTS_FILE = "model.weights.h5"  # Keras's, to train on
LITERT_FILE = "model.tflite"  # what answers
CARD_FILE = "README.md"
# Six times as fast, where PyYAML came with libyaml.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class VersionFiles:
    """What serving needs of a version, read and checked."""

    name: str  # of the folder
    card: str  # Markdown with front matter
    facts: dict  # the front matter's `digitsite`
    litert: bytes

    def classifier(self) -> Classifier:
        """Raises BadVersion."""
        names = ("network", "temperature", "threshold")
        return Classifier(self.litert, **{name: self.facts[name] for name in names})


def find_version(name: str, weights: Path = WEIGHTS) -> Path:
    """The folder of the version `name` in `weights`, or the folder that `name` is.

    Raises BadVersion with the names that there are.
    """
    for folder in (weights / name, Path(name)):
        if (folder / CARD_FILE).is_file():
            return folder
    names = sorted(card.parent.name for card in weights.glob(f"*/{CARD_FILE}"))
    raise BadVersion(
        f"No version {name!r} in {weights}/: {', '.join(names) or 'none'}."
    )


def read_version(folder: Path) -> VersionFiles:
    """Read a version's folder; raises BadVersion when file and card disagree."""
    litert = (folder / LITERT_FILE).read_bytes()
    card = (folder / CARD_FILE).read_text()
    try:
        facts = read_front_matter(card)["digitsite"]
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise BadVersion(f"{folder.name}/{CARD_FILE} is no version's card.") from error
    sha256 = hashlib.sha256(litert).hexdigest()
    if facts["sha256"] != sha256:
        raise BadVersion(
            f"{folder.name}/{LITERT_FILE} is damaged: its card says sha256 "
            f"{facts['sha256']}, the file has {sha256}."
        )
    return VersionFiles(folder.name, card, facts, litert)


def load_version(folder: Path) -> Classifier:
    """The classifier of a version's folder. Raises BadVersion, FileNotFoundError."""
    return read_version(folder).classifier()


class _Dumper(yaml.SafeDumper):
    """Writes what stands in two places twice, instead of a YAML anchor."""

    def ignore_aliases(self, data) -> bool:
        return True


def front_matter(front: dict) -> str:
    """As YAML; a list or mapping of plain values on one line, all else on several."""
    return yaml.dump(
        front,
        Dumper=_Dumper,
        width=88,
        default_flow_style=None,
        sort_keys=False,
        allow_unicode=True,
    )


def read_front_matter(card: str) -> dict:
    """The YAML between the first two lines of dashes, as model hubs write it."""
    _, front, _ = card.split("---\n", 2)
    return yaml.load(front, LOADER)  # noqa: S506 - a safe one
