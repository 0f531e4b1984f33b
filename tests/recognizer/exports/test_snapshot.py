"""An export's files agree, whatever happens meanwhile, and nobody waits for it."""

import threading

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection

from recognizer.drawings.recognition import recognise
from recognizer.exports.bundle import bundle
from recognizer.exports.dataset import Export, snapshot
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import ONE, SEVEN, png

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def label_one(django_user_model):
    """Keep and label one more drawing, as another visitor's and reviewer's request."""
    by = django_user_model.objects.create_user("anna")
    return lambda picture, label: label_drawing(
        recognise(picture).drawing, label, by=by
    )


@pytest.mark.database
def test_the_command_exports_and_leaves_no_transaction_open(label_one, tmp_path):
    label_one(png(SEVEN), 7)
    call_command("export_labels", tmp_path / "out", format="npz")
    assert connection.get_autocommit()
    label_one(png(ONE), 1)
    with np.load(tmp_path / "out" / "drawings.npz") as file:
        assert file["y"].tolist() == [7]
    assert Drawing.objects.labelled().count() == 2


def test_what_is_labelled_meanwhile_is_kept_but_not_exported(label_one):
    label_one(png(SEVEN), 7)
    with snapshot():
        export = Export()
        plan = export.plan("idx")
        files = bundle(plan, export.records(plan))
        name, images = next(files)
        in_another_connection(lambda: label_one(png(ONE), 1))
        rest = {name: b"".join(images)} | {name: b"".join(one) for name, one in files}
    assert rest["manifest.json"].count(b'"count": 1') == 1
    assert export.rows.count() == 2
    assert b"| Seven" in rest["README.md"]
    assert b"| One" not in rest["README.md"]


def in_another_connection(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()
