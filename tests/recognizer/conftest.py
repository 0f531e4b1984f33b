"""Fixtures that tests of several rooms share."""

import numpy as np
import pytest

from recognizer.drawings.recognition import recognise
from recognizer.finetuning import candidate, training_data
from recognizer.finetuning.training_data import shipped_tiles
from recognizer.imports import survey
from recognizer.labelling.labels import label_drawing
from recognizer.models import Distribution, ModelVersion
from recognizer.monitoring.distributions import validation_of
from tests.support.drawings import SEVEN, odd_seven, png
from tests.support.owners import draw_long_ago, label_drawings_of_all
from tests.support.suspects import wrong_label
from tests.support.versions import add_version


@pytest.fixture
def base(db):
    """The version that ships, and answers until another is promoted."""
    return ModelVersion.objects.get(name="base")


@pytest.fixture(scope="session")
def validation_measures():
    """What the base was found to answer to the tiles that ship, once found."""
    return {}


@pytest.fixture
def validated(base, validation_measures):
    """The base's distribution at validation, which takes a second to find."""
    if not validation_measures:
        validation_measures.update(validation_of(base.pk).measures)
    row = {"n": 1100, "measures": validation_measures}
    return Distribution.objects.get_or_create(version=base, day=None, defaults=row)[0]


@pytest.fixture(scope="session", autouse=True)
def hold_out_read_once():
    """How well a version reads the hold-out, a second's work before each import."""
    find, shares = survey.hold_out_accuracy, {}

    def share(classifier):
        facts = classifier.network.name, classifier.temperature, classifier.threshold
        key = (*facts, classifier._litert)
        if key not in shares:
            shares[key] = find(classifier)
        return shares[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(survey, "hold_out_accuracy", share)
        yield


@pytest.fixture
def second(db):
    """Another version, which answers as the base does: v0002."""
    return add_version()


@pytest.fixture
def drawing(db):
    """A seven that the version takes for one."""
    return recognise(png(SEVEN)).drawing


@pytest.fixture
def other(db, django_user_model):
    """Another reviewer than `staff`."""
    return django_user_model.objects.create_user("other")


@pytest.fixture
def people(staff):
    """Twelve people who draw two odd sevens each, labelled seven."""
    rng = np.random.default_rng(0)
    for number in range(12):
        for _ in range(2):
            answer = recognise(odd_seven(rng), owner=f"person {number}")
            label_drawing(answer.drawing, 7, by=staff)


@pytest.fixture
def few_tiles(monkeypatch):
    """A seventh of the tiles that ship: for fine-tunes of which no good is asked."""

    def load(name):
        tiles = shipped_tiles(name)
        return tiles.take(np.arange(0, len(tiles.y), 7))

    monkeypatch.setattr(candidate, "shipped_tiles", load)
    monkeypatch.setattr(training_data, "shipped_tiles", load)


@pytest.fixture
def wrong(staff):
    """A drawing whose label is wrong, among others that are right."""
    return wrong_label(staff)


@pytest.fixture
def visitors(staff):
    """Six visitors drew a seven each, and it is labelled so."""
    label_drawings_of_all(staff)


@pytest.fixture
def many_old(db, monkeypatch):
    """Eleven drawings of the same few moments, read by threes."""
    monkeypatch.setattr("recognizer.models.queries.PAGE", 3)
    return [draw_long_ago(1000 - n // 4) for n in range(11)]
