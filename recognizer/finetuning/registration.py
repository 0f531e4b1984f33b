"""A finished fine-tune -> a version, with its files, its card and what made it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from recognizer.deletion.forgetting import without_deleted
from recognizer.finetuning.card import write_card
from recognizer.finetuning.result import Result
from recognizer.finetuning.training_data import CannotTrain
from recognizer.locks import wait_for_turn
from recognizer.models import ModelFiles, ModelVersion, Training

COLUMNS = ("name", "network", "sha256", "temperature", "threshold", "seed", "recipe")


class NothingNew(Exception):
    """The run made a file that is kept already; the message says which."""


@transaction.atomic
def register(result: Result, *, by: User | None) -> ModelVersion:
    """Keep a result as a version, allowed or refused, and what made it.

    Raises NothingNew where the same drawings, recipe and seed were trained on before,
    and CannotTrain where the parent is not here. Of several at once one begins.
    """
    wait_for_turn("register")
    if same := ModelVersion.objects.filter(sha256=result.facts["sha256"]).first():
        raise NothingNew(
            f"The same drawings, recipe and seed gave {same} again: promote that, "
            "label more drawings, or choose another --seed."
        )
    parent = ModelVersion.objects.filter(sha256=result.parent_sha256).first()
    if not parent:
        raise CannotTrain(f"Its parent {result.facts['parent']} is not here.")
    facts = {"name": next_name(), **result.facts}
    version = ModelVersion.objects.create(
        scores=result.verdict.figures,
        card=write_card(facts, result.verdict),
        parent=parent,
        **{name: facts[name] for name in COLUMNS},
    )
    ModelFiles.objects.create(
        version=version, litert=result.litert, weights=result.weights
    )
    report = without_deleted(result.training["report"])
    Training.objects.create(
        version=version, by=by, **result.training | {"report": report}
    )
    return version


def next_name() -> str:
    """v0001, v0002, ...: shipped versions have names of their own."""
    versions = ModelVersion.objects.filter(name__regex=r"^v\d+$")
    numbers = [int(name[1:]) for name in versions.values_list("name", flat=True)]
    return f"v{max(numbers, default=0) + 1:04}"
