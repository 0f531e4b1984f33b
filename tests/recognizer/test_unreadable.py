"""A kept picture that cannot be read any more is named and left out; nothing ends.

Such rows were kept by earlier decoders, which read what others refuse.
"""

import gzip
import io
import json
import zipfile

import numpy as np
import pytest

from recognizer.drawings.recognition import recognise
from recognizer.finetuning.selection import UNREADABLE, select
from recognizer.finetuning.training_data import read_drawings
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from recognizer.versions.promotion import answering_version
from tests.support.commands import command
from tests.support.drawings import DIGITS, data_url, png, png_header
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST = "/admin/recognizer/drawing/"
CANVAS = png(DIGITS[3])
DAMAGED = {
    "two headers": CANVAS[:33] + png_header(4, 4) + CANVAS[33:],
    "pixels without their sum": CANVAS[:-30] + CANVAS[-12:],
    "no picture": b"no picture",
}


each_damage = pytest.mark.parametrize(
    "damaged", DAMAGED.values(), ids=DAMAGED, indirect=True
)


@pytest.fixture
def damaged(request, staff):
    """One of three labelled drawings, whose row holds such a picture."""
    picture = getattr(request, "param", DAMAGED["two headers"])
    drawings = [recognise(png(DIGITS[digit])).drawing for digit in (1, 3, 7)]
    for drawing, label in zip(drawings, (1, 3, 7), strict=True):
        label_drawing(drawing, label, by=staff)
    Drawing.objects.filter(pk=drawings[1].pk).update(picture=picture)
    return drawings[1]


def labels_in(folder, format):
    match format:
        case "idx":
            images = gzip.decompress(
                (folder / "train-images-idx3-ubyte.gz").read_bytes()
            )
            assert len(images) == 16 + 784 * int.from_bytes(images[4:8])
            labels = gzip.decompress(
                (folder / "train-labels-idx1-ubyte.gz").read_bytes()
            )
            return sorted(labels[8:])
        case "npz":
            with np.load(folder / "drawings.npz") as arrays:
                assert len(arrays["x"]) == len(arrays["id"]) == len(arrays["y"])
                return sorted(arrays["y"].tolist())
        case "png":
            names = zipfile.ZipFile(folder / "pictures.zip").namelist()
            return sorted(int(name[0]) for name in names)
        case "jsonl":
            lines = (folder / "drawings.jsonl").read_text().splitlines()
            return sorted(json.loads(line)["label"] for line in lines)


@pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])
def test_an_export_holds_the_others(damaged, format, tmp_path, caplog):
    out = tmp_path / "out"
    output = command("export_labels", out, format=format)
    assert output.endswith(f"2 drawings in {out}; 1 left out.\n")
    assert f"Drawing {damaged.pk} is left out" in caplog.text
    assert labels_in(out, format) == [1, 7]
    assert json.loads((out / "manifest.json").read_text())["count"] == 2
    assert "\n2 drawings of single digits" in (out / "README.md").read_text()


@pytest.mark.parametrize("format", ["idx", "png"])
def test_a_download_holds_the_others(damaged, format, admin):
    chosen = [str(pk) for pk in Drawing.objects.values_list("pk", flat=True)]
    form = {"action": f"export_{format}", "index": 0, "_selected_action": chosen}
    response = admin.post(LIST, form)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    assert json.loads(archive.read("manifest.json"))["count"] == 2


def test_every_page_is_shown(damaged, admin):
    add_version()
    for page in ("", "review/", "statistics/", "doctor/", f"{damaged.pk}/change/"):
        assert admin.get(f"{LIST}{page}").status_code == 200
    assert admin.get(f"{LIST}{damaged.pk}/picture/").status_code == 200
    assert admin.get(f"{LIST}{damaged.pk}/tile/").status_code == 404


def test_its_drawer_still_sees_the_answer(api, base):
    image = {"image": data_url(png(DIGITS[3]))}
    answer = api.post("/api/v1/predictions/", image, format="json").json()
    Drawing.objects.update(picture=b"no picture")
    assert api.get(answer["url"]).json() == answer | {"tile": None}


@each_damage
def test_a_fine_tune_leaves_it_out(damaged):
    data = read_drawings(select(holdout=0.5), answering_version())
    assert data.selection.left_out[UNREADABLE] == [damaged.pk]
    assert len(data.train.y) + len(data.held_out.y) == 2


def test_another_version_is_asked_about_the_others(damaged, caplog):
    add_version()
    output = command("rescore", "v0002", workers=1)
    assert output.endswith("\n1 left out: their pictures cannot be read.\n")
    assert f"Drawing {damaged.pk} is left out" in caplog.text


def test_it_can_be_forgotten(damaged):
    command("forget", "--drawing", str(damaged.pk), "--yes")
    assert not Drawing.objects.filter(pk=damaged.pk).exists()
