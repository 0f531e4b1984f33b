"""Backups of release 0.1.0 in tests/data, and what a site restored from them must do.

Its code (commit cad8ac6) made both: ten drawings, of which five are labelled, an
export, and a rescore that is halfway. They are without the files of its versions,
megabytes that are the same in weights/ today: put_files_back() adds them.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from ml.inference.version_files import CARD_FILE, WEIGHTS_FILE, read_version
from recognizer.drawings.recognition import recognise
from recognizer.jobs.submission import run_again
from recognizer.models import Drawing, Job, JobFile, ModelFiles, ModelVersion
from recognizer.versions.predictor import predictor
from tests.support.commands import command
from tests.support.drawings import SEVEN, png
from tests.support.jobs import work_off

DATA = Path(__file__).parent.parent / "data"
PAGES = ("drawing/", "drawing/review/", "modelversion/", "job/", "backup/")


def restore_old(suffix):
    output = command("restore", DATA / f"release-0.1.0{suffix}", "--without-checksum")
    assert "Left to do:\n- manage.py migrate\n" in output
    command("migrate", verbosity=0)
    put_files_back()


def put_files_back():
    for card in settings.WEIGHTS_DIR.glob(f"*/{CARD_FILE}"):
        files = read_version(card.parent)
        ModelFiles.objects.create(
            version=ModelVersion.objects.get(sha256=files.facts["sha256"]),
            litert=files.litert,
            weights=(card.parent / WEIGHTS_FILE).read_bytes(),
        )


def use():
    """It reads a drawing, the admin opens, and the job goes on that was halfway."""
    predictor.reset()
    assert Drawing.objects.count() == 10
    assert Drawing.objects.labelled().count() == 5
    assert JobFile.objects.get().size
    assert recognise(png(SEVEN)).digit == 7
    assert work_off(Job.objects.get(kind="rescore")).state == "done"
    export = Job.objects.get(kind="export")
    assert work_off(run_again(export, by=export.by)).counts["exported"] == 5
    client = Client()
    client.force_login(User.objects.get())
    for page in PAGES:
        assert client.get(f"/admin/recognizer/{page}").status_code == 200, page
