"""A version's row -> its Classifier."""

from __future__ import annotations

import hashlib

from django.db import DatabaseError

from digitsite.database.errors import NO_ANSWER
from ml.inference.classifier import BadVersion, Classifier
from recognizer.models import ModelFiles, ModelVersion


def load_classifier(version: ModelVersion) -> Classifier:
    """A version's classifier. Raises BadVersion if its file is damaged or not there."""
    try:
        litert = bytes(version.files.litert)
    except ModelFiles.DoesNotExist:
        raise BadVersion(f"{version} has no files.") from None
    except NO_ANSWER:
        raise
    except DatabaseError as error:  # it cannot read a damaged row of its own
        raise BadVersion(f"The files of {version} cannot be read: {error}") from error
    if hashlib.sha256(litert).hexdigest() != version.sha256:
        raise BadVersion(f"The file of {version} is damaged: its sha256 is another.")
    return Classifier(litert, **classifier_options(version))


def classifier_options(version: ModelVersion) -> dict:
    """What a Classifier takes beside the version's LiteRT file."""
    return {
        "network": version.network,
        "temperature": version.temperature,
        "threshold": version.threshold,
    }
