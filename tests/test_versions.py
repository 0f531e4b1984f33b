"""Shipped weights become versions; the newest promotion answers, in every process."""

import hashlib
import shutil

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from ml.classifier import BadVersion
from recognizer import predictor, services, shipped
from recognizer.models import ModelVersion, Promotion
from tests.conftest import data_url
from tests.copies import copy_of
from tests.drawings import SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def base():
    return ModelVersion.objects.get(name="base")


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
    shipped.register()
    assert ModelVersion.objects.filter(name=f"base-{new[:8]}").exists()
    assert predictor.promoted_id() == base.pk


def test_damaged_shipped_weights_stop_the_migration(settings, tmp_path):
    shutil.copytree(settings.WEIGHTS_DIR / "base", tmp_path / "base")
    (tmp_path / "base" / "model.tflite").write_bytes(b"damaged")
    settings.WEIGHTS_DIR = tmp_path
    with pytest.raises(ValueError, match="is damaged"):
        shipped.register()


def test_the_newest_promotion_answers_the_next_request(api, base):
    image = {"image": data_url(png(SEVEN))}
    services.promote(copy_of(base), why="A test.")
    answer = api.post("/api/v1/predictions/", image, format="json").json()
    assert (answer["version"], answer["digit"]) == ("copy", 7)


def test_a_damaged_version_cannot_be_promoted(base):
    with pytest.raises(BadVersion):
        services.promote(copy_of(base, litert=b"damaged"), why="A test.")
    assert predictor.promoted_id() == base.pk


@pytest.mark.django_db(transaction=True)
def test_a_version_that_turns_out_damaged_leaves_the_old_one_answering(base, client):
    assert predictor.serving().version == base
    damaged = copy_of(base, litert=b"damaged")
    Promotion.objects.create(version=damaged, why="Past the service.")
    assert predictor.serving().version == base
    wait_for_the_load()
    assert predictor._refused == damaged.pk
    assert predictor.serving().version == base
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "base answers" in ready.content.decode()


@pytest.mark.django_db(transaction=True)
def test_another_processs_promotion_is_loaded_aside_while_the_old_one_answers(base):
    assert predictor.serving().version == base
    Promotion.objects.create(version=copy_of(base), why="Elsewhere.")
    assert predictor.serving().version == base
    wait_for_the_load()
    assert predictor.serving().version.name == "copy"


def wait_for_the_load():
    with predictor._loading:
        pass


def test_after_a_damaged_version_a_good_one_is_taken(base):
    damaged = copy_of(base, litert=b"damaged")
    Promotion.objects.create(version=damaged, why="Past the service.")
    with pytest.raises(predictor.NoVersion):
        predictor.serving()
    services.promote(base, why="Back.")
    assert predictor.serving().version == base


def test_what_a_request_pays_to_notice_is_one_query(base, django_assert_num_queries):
    predictor.serving()
    with django_assert_num_queries(1):
        predictor.serving()


def test_a_version_never_changes(base):
    base.card = "Better than it was."
    with pytest.raises(TypeError, match="never changes"):
        base.save()
    with pytest.raises(TypeError, match="never changes"):
        ModelVersion.objects.update(card="")


def test_readyz_says_so_when_nothing_is_promoted(client):
    Promotion.objects.all().delete()
    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_readyz_says_so_when_the_database_is_gone(client, monkeypatch, error):
    def gone():
        raise error("connection refused")

    monkeypatch.setattr(predictor, "promoted_id", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"
