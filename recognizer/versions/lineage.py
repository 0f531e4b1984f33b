"""What versions come from: the drawings that trained them, and their parents."""

from __future__ import annotations

from collections.abc import Iterator

from recognizer.models import ModelVersion, Training


def trained_on(version: ModelVersion | None) -> set[str]:
    """Ids of the drawings that a version and those it came from were trained on."""
    chain = []
    while version:
        chain.append(version.pk)
        version = version.parent
    drawings = Training.objects.filter(version__in=chain)
    return {pk for ids in drawings.values_list("drawings", flat=True) for pk in ids}


def built_on(trained: list[str]) -> Iterator[str]:
    """Names of versions that descend from these and are not among them."""
    family = set(trained)
    rows = ModelVersion.objects.filter(parent__isnull=False).order_by("pk")
    for name, parent in rows.values_list("name", "parent__name"):
        if parent in family:  # parents come first
            family.add(name)
            if name not in trained:
                yield name
