"""Staff download labels from the admin's list."""

import io
import json
import zipfile

import numpy as np
import pytest

from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, ONE, SEVEN, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST = "/admin/recognizer/drawing/"


@pytest.fixture
def labelled(staff):
    """A seven, and an eight that is labelled 3, by label; one more has no label."""
    drawings = {7: recognise(png(SEVEN)).drawing, 3: recognise(png(DIGITS[8])).drawing}
    recognise(png(ONE))
    for label, drawing in drawings.items():
        label_drawing(drawing, label, by=staff)
    return drawings


def act(client, action, *drawings, **more):
    chosen = {"_selected_action": [str(drawing.pk) for drawing in drawings]}
    return client.post(LIST, {"action": action, "index": 0} | chosen | more)


def test_staff_download_the_selected_drawings_labels(admin, labelled):
    response = act(admin, "export_npz", labelled[7], labelled[3])
    assert response["Content-Type"] == "application/zip"
    assert 'attachment; filename="labels-npz-' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        names = {"drawings.npz", "README.md", "manifest.json"}
        assert set(archive.namelist()) == names
        with np.load(io.BytesIO(archive.read("drawings.npz"))) as file:
            assert sorted(file["y"].tolist()) == [3, 7]


def test_staff_download_all_that_a_filter_finds(admin, labelled):
    form = {"action": "export_jsonl", "index": 0, "select_across": 1}
    form |= {"_selected_action": [str(labelled[7].pk)]}
    response = admin.post(f"{LIST}?label=same", form)
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        lines = archive.read("drawings.jsonl").splitlines()
    assert [json.loads(line)["label"] for line in lines] == [7]


def test_a_download_of_drawings_without_labels_says_so(admin, labelled):
    waiting = Drawing.objects.get(label=None)
    response = act(admin, "export_idx", waiting)
    page = admin.get(response["Location"]).content.decode()
    assert "None of these drawings has a settled label." in page


def test_who_may_not_see_drawings_cannot_download_them(client, staff, labelled):
    staff.is_superuser, staff.is_staff = False, True
    staff.save()
    client.force_login(staff)
    assert act(client, "export_idx", labelled[7]).status_code == 403


def test_a_download_of_tiles_of_numbers_alone_says_so(admin, labelled, staff):
    label_drawing(labelled[7], "77", by=staff)
    response = act(admin, "export_npz", labelled[7])
    page = admin.get(response["Location"]).content.decode()
    assert "this format holds single digits: choose png or jsonl." in page
