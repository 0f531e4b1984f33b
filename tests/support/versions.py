"""Versions that answer as another does, but are rows of their own."""

import hashlib
import io

from django.core.management import call_command

from ml.inference.batch_reader import Reader
from recognizer.models import Drawing, ModelFiles, ModelVersion
from recognizer.versions.classifiers import classifier_options
from tests.support.drawings import SEVEN, png

NOTHING = 0.0  # threshold of a version that calls everything 'not a digit'


def copy_of(version, name="copy", *, litert=None, sha256=None):
    """LiteRT does not mind a few bytes more, so that the file's sha256 is its own."""
    if litert is None:
        litert = bytes(version.files.litert) + name.encode()
    facts = {
        field.name: getattr(version, field.name)
        for field in ModelVersion._meta.fields
        if field.name not in ("id", "created_at", "card")
    }
    facts |= {"name": name, "sha256": sha256 or hashlib.sha256(litert).hexdigest()}
    copy = ModelVersion.objects.create(**facts | {"parent": version})
    ModelFiles.objects.create(version=copy, litert=litert, weights=b"")
    return copy


def reader(version):
    """As rescore() makes it."""
    return Reader(bytes(version.files.litert), **classifier_options(version))


def version(name="v0002", **other):
    """A second version: the base's file, with another threshold or temperature."""
    base = ModelVersion.objects.get(name="base")
    facts = {"temperature": base.temperature, "threshold": base.threshold} | other
    litert = bytes(base.files.litert) + name.encode()  # a file may end in anything
    found = ModelVersion.objects.create(
        name=name,
        network="base",
        sha256=hashlib.sha256(litert).hexdigest(),
        parent=base,
        **facts,
    )
    ModelFiles.objects.create(version=found, litert=litert, weights=b"")
    return found


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("rescore", *arguments, workers=1, stdout=out, stderr=err)
    return out.getvalue()


def both(base, new, before, after, label=None):
    """A drawing that base and the new version answered, and its label."""
    drawing = Drawing.objects.create(picture=png(SEVEN), label=label, **labelled(label))
    for one, digit in ((base, before), (new, after)):
        drawing.predictions.create(
            version=one,
            digit=digit,
            confidence=0.9,
            probabilities=[0.9],
            given=one == base,
        )
    return drawing


def labelled(label):
    return {} if label is None else {"labelled_at": "2026-11-23T10:00Z"}
