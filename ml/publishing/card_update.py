"""Write what ml.evaluate measured into the card of the version that it measured."""

from __future__ import annotations

from pathlib import Path

from ml.evaluation.mistakes import Section, sheet
from ml.inference.classifier import BadVersion
from ml.inference.version_files import CARD_FILE, VersionFiles, read_version
from ml.publishing.card import MISTAKES_FILE, write_card
from ml.publishing.card_figures import shorten
from ml.replacement import replaced_file

ANSWER_FACTS = ("network", "temperature", "threshold", "sha256")  # they set the answers
COLUMNS = 12  # tiles a row: 720 pixels, which a page shows unscaled


def update_card(
    folder: Path, report: dict, mnist_mistakes: dict[str, Section] | None
) -> None:
    """Write the report's figures into the card of the version in `folder`.

    The picture beside it shows MNIST's digits, which may be passed on; drawings of the
    measuring sets may not. Raises BadVersion if the version was replaced meanwhile.
    """
    version = read_version(folder)
    if identity(version) != report["version"]:
        raise BadVersion(f"{folder} was replaced while the old version was measured.")
    earlier = version.facts.get("evaluation", {})
    facts = version.facts | {"evaluation": earlier | shorten(report)}
    with replaced_file(folder / CARD_FILE) as part:
        part.write_text(write_card(facts))
        if mnist_mistakes:
            picture = sheet(mnist_mistakes, COLUMNS)
            picture.save(folder / MISTAKES_FILE, optimize=True)


def identity(version: VersionFiles) -> dict:
    """The facts that tell one version's answers from another's."""
    facts = {key: version.facts[key] for key in ANSWER_FACTS}
    return {"name": version.name, **facts}
