"""What versions descend from: their parents, and the drawings that trained these."""

from __future__ import annotations

from collections.abc import Iterator

from recognizer.models import ModelVersion, Training


def trained_on(version: ModelVersion | None) -> set[str]:
    """Ids of the drawings that a version or any of its ancestors was trained on."""
    chain = []
    while version:
        chain.append(version.pk)
        version = version.parent
    drawings = Training.objects.filter(version__in=chain)
    return {pk for ids in drawings.values_list("drawings", flat=True) for pk in ids}


def built_on(ancestors: list[str]) -> Iterator[str]:
    """Names of the versions that descend from the named ones, without these."""
    family = set(ancestors)
    rows = ModelVersion.objects.filter(parent__isnull=False).order_by("pk")
    for name, parent in rows.values_list("name", "parent__name"):
        if parent in family:  # a parent's row comes before its children's
            family.add(name)
            if name not in ancestors:
                yield name
