"""Versions beside the base, and drawings that both answered."""

import hashlib

from ml.metrics.statistics import accuracy_figures
from ml.numbers.batch_reader import BatchReader
from recognizer.models import Drawing, ModelFiles, ModelVersion, Training
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
    """A drawing that base and the new version answered, and its label."""
    drawing = Drawing.objects.create(picture=png(SEVEN), label=label, **labelled(label))
    for version, digit in ((base, before), (new, after)):
        drawing.predictions.create(
            version=version,
            digit=digit,
            confidence=0.9,
            probabilities=[0.9],
            given=version == base,
        )
    return drawing


def labelled(label):
    return {} if label is None else {"labelled_at": "2026-11-23T10:00Z"}
