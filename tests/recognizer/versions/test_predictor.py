"""Shipped weights become versions; the newest promotion answers, in every process."""

import hashlib
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.html import escape

from ml.inference.classifier import BadVersion
from recognizer.models import ModelFiles, ModelVersion, Promotion
from recognizer.versions import shipped_weights
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.predictor import (
    ASKED_EVERY,
    IDLE_AFTER,
    LOADER,
    RETRY_DAMAGED_AFTER,
    predictor,
)
from recognizer.versions.promoted_versions import promoted_id
from recognizer.versions.promotion import promote
from tests.support.drawings import SEVEN, data_url, png
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LOAD = "recognizer.versions.predictor.load_classifier"


def test_the_shipped_weights_are_registered_and_promoted_once(base, settings):
    call_command("migrate", verbosity=0)
    assert ModelVersion.objects.filter(name="base").count() == 1
    assert Promotion.objects.count() == 1
    shipped_file = settings.WEIGHTS_DIR / "base" / "model.tflite"
    assert bytes(base.files.litert) == shipped_file.read_bytes()


def test_weights_that_a_release_replaces_stand_beside_the_old(base, settings, tmp_path):
    shutil.copytree(settings.WEIGHTS_DIR / "base", tmp_path / "base")
    file = tmp_path / "base" / "model.tflite"
    file.write_bytes(file.read_bytes() + b"\0")
    card = tmp_path / "base" / "README.md"
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    card.write_text(card.read_text().replace(base.sha256, new))
    settings.WEIGHTS_DIR = tmp_path
    shipped_weights.register()
    assert ModelVersion.objects.filter(name=f"base-{new[:8]}").exists()
    assert promoted_id() == base.pk


def test_damaged_shipped_weights_stop_the_migration(settings, tmp_path):
    shutil.copytree(settings.WEIGHTS_DIR / "base", tmp_path / "base")
    (tmp_path / "base" / "model.tflite").write_bytes(b"damaged")
    settings.WEIGHTS_DIR = tmp_path
    with pytest.raises(ValueError, match="is damaged"):
        shipped_weights.register()


def test_the_newest_promotion_answers_the_next_request(api):
    image = {"image": data_url(png(SEVEN))}
    promote(add_version(), why="A test.")
    answer = api.post("/api/v1/predictions/", image, format="json").json()
    assert (answer["version"], answer["digit"]) == ("v0002", 7)


def test_a_damaged_version_cannot_be_promoted(base):
    with pytest.raises(BadVersion):
        promote(add_version(litert=b"damaged"), why="A test.")
    assert promoted_id() == base.pk


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch):
    """No test but one waits until a process asks again what is promoted."""
    monkeypatch.setattr("recognizer.versions.predictor.ASKED_EVERY", 0)


@pytest.fixture
def busy(base):
    """The process was asked a moment ago, when base was promoted."""
    for _ in range(2):
        assert predictor.serving().version == base


@pytest.fixture
def idle(busy, monkeypatch):
    """The process was not asked for longer than IDLE_AFTER."""
    monkeypatch.setattr("recognizer.versions.predictor.IDLE_AFTER", 0)


@pytest.mark.django_db(transaction=True)
def test_a_busy_process_loads_aside_while_the_old_version_answers(busy, base):
    promote_elsewhere(add_version())
    assert predictor.serving().version == base
    wait_for_the_load()
    assert predictor.serving().version.name == "v0002"


def test_the_first_request_of_an_idle_process_gets_the_new_version(idle):
    promote_elsewhere(add_version())
    assert predictor.serving().version.name == "v0002"


@pytest.mark.django_db(transaction=True)
def test_requests_that_come_together_wait_for_one_load(idle, loads):
    promote_elsewhere(add_version())
    with ThreadPoolExecutor(4) as threads:
        names = list(threads.map(lambda _: name_in_a_thread(), range(8)))
    assert (set(names), len(loads)) == ({"v0002"}, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pace", ["busy", "idle"])
def test_a_version_that_turns_out_damaged_leaves_the_old_one_answering(
    request, base, client, pace
):
    request.getfixturevalue(pace)
    promote_elsewhere(add_version(litert=b"damaged"))
    assert predictor.serving().version == base
    wait_for_the_load()
    assert predictor.serving().version == base
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "base answers" in ready.content.decode()


def test_a_database_that_did_not_answer_is_asked_again_at_once(idle, base, monkeypatch):
    def lost(_version):
        raise OperationalError("server closed the connection unexpectedly")

    promote_elsewhere(add_version())
    with monkeypatch.context() as patched:
        patched.setattr(LOAD, lost)
        assert predictor.serving().version == base
    assert predictor.serving().version.name == "v0002"


def test_where_no_thread_starts_the_request_loads_itself(busy, base, monkeypatch):
    def no_thread(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    for version in (add_version(), base):
        promote_elsewhere(version)
        assert predictor.serving().version == version


@pytest.mark.parametrize(
    "damage",
    [
        {"litert": b"damaged"},
        {"sha256": "of another file"},
        {"network": "nobody"},
        {"litert": None},
    ],
)
def test_after_a_restart_the_newest_promotion_that_loads_answers(
    base, client, caplog, damage
):
    promote_elsewhere(add_version())
    damaged = add_version("v0003", **damage)
    if damage == {"litert": None}:
        damaged.files.delete()
    promote_elsewhere(damaged)
    for _ in range(3):
        assert predictor.serving().version.name == "v0002"
    assert caplog.text.count("v0003 cannot be loaded") == 1
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content.decode()) == (
        200,
        "database: ok\nmigrations: ok\nversion: v0003 was promoted last and cannot be "
        "loaded: the log says why. v0002 answers.\n",
    )


@pytest.fixture
def clock(monkeypatch):
    """The predictor's; its value is set by hand."""
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr("recognizer.versions.predictor.time", clock)
    return clock


@pytest.fixture
def loads(monkeypatch):
    """The names of the versions that are loaded, or tried."""
    names = []

    def load(version):
        names.append(version.name)
        return load_classifier(version)

    monkeypatch.setattr(LOAD, load)
    return names


@pytest.mark.django_db(transaction=True)
def test_a_damaged_version_is_tried_now_and_then_and_answers_once_it_is_repaired(
    base, clock, loads
):
    version = add_version()
    whole = bytes(version.files.litert)
    promote_elsewhere(version)
    replace_file(version, b"damaged")
    for _ in range(5):
        assert predictor.serving().version == base
    assert loads == ["v0002", "base"]
    clock.now = RETRY_DAMAGED_AFTER
    assert predictor.serving().version == base
    wait_for_the_load()
    replace_file(version, whole)
    assert predictor.serving().version == base
    assert loads == ["v0002", "base", "v0002"]
    clock.now += RETRY_DAMAGED_AFTER
    assert predictor.serving().version == base  # it loads aside
    wait_for_the_load()
    assert predictor.serving().version == version
    assert predictor.warning() == ""


def test_where_nothing_loads_no_version_answers_until_one_is_repaired(
    base, client, clock, loads
):
    whole = bytes(base.files.litert)
    replace_file(base, b"damaged")
    for _ in range(3):
        assert client.get("/readyz").status_code == 503
    assert loads == ["base"]
    replace_file(base, whole)
    clock.now = RETRY_DAMAGED_AFTER
    assert b"version: ok" in client.get("/readyz").content


def replace_file(version, litert):
    """As an operator does, by SQL."""
    ModelFiles._base_manager.filter(version=version).update(litert=litert)


@pytest.mark.django_db(transaction=True)
def test_readyz_raises_no_alarm_while_a_version_is_loaded(busy, client):
    promote_elsewhere(add_version())
    assert b"version: ok" in client.get("/readyz").content
    wait_for_the_load()


def promote_elsewhere(version):
    Promotion.objects.create(version=version, why="In another process.")


def wait_for_the_load():
    for thread in threading.enumerate():
        if thread.name == LOADER:
            thread.join()


def name_in_a_thread():
    try:
        return predictor.serving().version.name
    finally:
        connection.close()


def test_a_process_asks_twice_a_second_what_is_promoted(
    base, clock, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("recognizer.versions.predictor.ASKED_EVERY", ASKED_EVERY)
    predictor.serving()
    promote_elsewhere(add_version())
    clock.now = ASKED_EVERY * 0.99
    with django_assert_num_queries(0):
        assert predictor.serving().version == base
    clock.now = IDLE_AFTER + 0.1
    assert predictor.serving().version.name == "v0002"
    with django_assert_num_queries(0):
        predictor.serving()


def test_a_version_never_changes(base):
    base.card = "Better than it was."
    with pytest.raises(TypeError, match="never changes"):
        base.save()
    with pytest.raises(TypeError, match="never changes"):
        ModelVersion.objects.update(card="")


def test_the_admin_shows_a_card_as_it_was_written(admin):
    base = ModelVersion.objects.get(name="base")
    page = admin.get(f"/admin/recognizer/modelversion/{base.pk}/change/")
    assert escape(base.card) in page.content.decode()
    assert "\n  recipe: " in base.card
