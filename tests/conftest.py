"""Fixtures that many subjects share."""

import os
from functools import cache

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from ml.inference.classifier import Classifier
from recognizer.versions import classifiers
from recognizer.versions.predictor import predictor
from tests.support.after_flush import restore_after_flush
from tests.support.static_files import collect_changed

pytest_plugins = [
    "tests.support.browser",
    "tests.support.buckets",
    "tests.support.databases",
    "tests.support.encryption",
    "tests.support.limits",
    "tests.support.pooler",
    "tests.support.reading",
    "tests.support.redis",
    "tests.support.release_before",
    "tests.support.server",
    "tests.support.web_proxies",
]

# The test processes share the machine; each of TensorFlow's would take all of it, and
# lose a quarter of its work to waiting. Set before a test imports it.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")


def pytest_sessionstart(session):
    """Collect the hashed files that templates name, once for all test processes."""
    restore_after_flush()
    if not hasattr(session.config, "workerinput"):
        collect_changed()


def pytest_collection_modifyitems(items):
    """Begin with the files that train, so that no process is left alone with them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def queue_of_tests(tmp_path_factory):
    """Messages to workers go where no worker looks; Celery reads it once."""
    settings.JOB_QUEUE_DIR = tmp_path_factory.mktemp("queue")


@pytest.fixture
def api(db):
    """A client that keeps cookies, as a browser does."""
    return APIClient()


@pytest.fixture
def staff(db, django_user_model):
    return django_user_model.objects.create_superuser("staff")


@pytest.fixture
def admin(staff):
    """A browser that is logged in to the admin, and whose forms need a CSRF token."""
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture(autouse=True)
def no_chance(settings):
    """Nothing is audited or asked twice, but where a test says so."""
    settings.AUDIT_SHARE = settings.SECOND_OPINION_SHARE = 0


@pytest.fixture(autouse=True)
def static_files_when_asked(settings):
    """WhiteNoise looks at none before: each test's client would list all of them."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def files_loaded_once():
    """Each test reads the version that answers anew: of one file, one classifier."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classifiers, "Classifier", cache(Classifier))
        yield


@pytest.fixture(autouse=True)
def fresh_predictor():
    """No test answers with a version that another test's database kept."""
    predictor.reset()
