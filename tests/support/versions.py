"""Versions beside the base, and drawings that both answered."""

import hashlib

from ml.metrics.statistics import accuracy_figures
from ml.numbers.batch_reader import BatchReader
from recognizer.models import (
    Drawing,
    ModelFiles,
    ModelVersion,
    Training,
    class_of,
    number_of,
)
from recognizer.versions.classifiers import classifier_options
from tests.support.drawings import SEVEN, png

NOTHING = 1e-30  # threshold of a version that calls everything 'not a digit'


def add_version(name="v0002", *, parent=None, litert=None, **facts):
    """A version that answers as its parent (the base) does, but for these facts.

    LiteRT does not mind a few bytes more, so that the file has a sha256 of its own.
    """
    parent = parent or ModelVersion.objects.get(name="base")
    if litert is None:
        litert = bytes(parent.files.litert) + name.encode()
    names = ("network", "temperature", "threshold")
    facts = {field: getattr(parent, field) for field in names} | facts
    facts.setdefault("sha256", hashlib.sha256(litert).hexdigest())
    version = ModelVersion.objects.create(name=name, parent=parent, **facts)
    ModelFiles.objects.create(version=version, litert=litert, weights=b"")
    return version


def judged(version, *refusals, **facts):
    """As a fine-tune from its parent would keep it."""
    empty = {"drawings": [], "held_out": [], "left_out": {}, "curve": []}
    empty |= {"sha256": "", "libraries": {}, "report": ""}
    facts = empty | facts | {"refusals": list(refusals)}
    Training.objects.create(version=version, **facts)
    return version


def measured(before, after, n):
    """As a gate keeps it: how many of n parent and child read right."""
    changes = {"fixed": max(0, after - before), "broken": max(0, before - after)}
    sides = {"before": accuracy_figures(before, n), "after": accuracy_figures(after, n)}
    return sides | changes


def reader(version):
    """As rescore() makes it."""
    return BatchReader(bytes(version.files.litert), **classifier_options(version))


def both(base, new, before, after, label=None):
    """A drawing that base and the new version answered, and its label.

    Each is a class or a number such as "42".
    """
    drawing = Drawing.objects.create(
        picture=png(SEVEN),
        label=class_of(label),
        label_number=number_of(label),
        **labelled(label),
    )
    for version, answer in ((base, before), (new, after)):
        drawing.predictions.create(
            version=version,
            digit=class_of(answer),
            confidence=0.9,
            probabilities=[0.9],
            given=version == base,
            **number_facts(answer),
        )
    return drawing


def number_facts(answer):
    if not number_of(answer):
        return {}
    parts = [{"digit": int(digit), "confidence": 0.9} for digit in answer]
    facts = {"number": answer, "number_confidence": 0.8, "several_digits": True}
    return facts | {"parts": parts}


def labelled(label):
    return {} if label is None else {"labelled_at": "2026-11-23T10:00Z"}
