"""Labelled drawings leave as files that others read; whose they are does not."""

import base64
import gzip
import hashlib
import json
import zipfile

import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command

from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import to_tile
from recognizer.drawings.recognition import recognise
from recognizer.exports.card import size_category
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Reason
from tests.support.drawings import DIGITS, ONE, SEVEN, draw, encode, png

pytestmark = [pytest.mark.database, pytest.mark.django_db]
STROKES = [[[0, 0], [3.5, 4]]]


@pytest.fixture
def labelled(staff):
    """A seven, an eight that is labelled 3, and no digit; one more has no label."""
    jpeg = encode(draw(DIGITS[8], paper=(255, 255, 255), mode="RGB"), "JPEG")
    seven = recognise(png(SEVEN), owner="secret", strokes=STROKES).drawing
    eight = recognise(jpeg).drawing
    other = recognise(png(DIGITS[0])).drawing
    recognise(png(ONE))
    for drawing, label in ((seven, 7), (eight, 3), (other, 10)):
        label_drawing(drawing, label, by=staff)
    return {drawing.label: drawing for drawing in Drawing.objects.exclude(label=None)}


@pytest.fixture
def export(tmp_path, capsys):
    def export(format, *options):
        out = tmp_path / "out"
        call_command("export_labels", out, *options, format=format)
        return out

    return export


def tile(drawing):
    return np.rint(to_tile(read_ink(bytes(drawing.picture))) * 255).astype(np.uint8)


def by_id(labelled):
    return sorted(labelled.values(), key=lambda drawing: drawing.pk)


def front_matter(folder):
    _, front, _ = (folder / "README.md").read_text().split("---\n", 2)
    return yaml.safe_load(front)


def test_idx_is_mnists_own_pair(export, labelled):
    out = export("idx")
    images = gzip.decompress((out / "train-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((out / "train-labels-idx1-ubyte.gz").read_bytes())
    assert np.frombuffer(images, ">u4", 4).tolist() == [0x803, 3, 28, 28]
    assert np.frombuffer(labels, ">u4", 2).tolist() == [0x801, 3]
    assert list(labels[8:]) == [drawing.label for drawing in by_id(labelled)]
    tiles = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28)
    np.testing.assert_array_equal(tiles, [tile(d) for d in by_id(labelled)])


def test_npz_opens_in_numpy_and_holds_the_same(export, labelled):
    with np.load(export("npz") / "drawings.npz", allow_pickle=False) as file:
        x, y, ids = file["x"], file["y"], file["id"]
    assert (x.dtype, x.shape, y.dtype) == (np.uint8, (3, 28, 28), np.uint8)
    assert ids.tolist() == [str(drawing.pk) for drawing in by_id(labelled)]
    assert y.tolist() == [drawing.label for drawing in by_id(labelled)]
    np.testing.assert_array_equal(x, [tile(d) for d in by_id(labelled)])


def test_pictures_are_in_folders_by_class_with_their_own_endings(export, labelled):
    with zipfile.ZipFile(export("png") / "pictures.zip") as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        f"7/{labelled[7].pk}.png": bytes(labelled[7].picture),
        f"3/{labelled[3].pk}.jpg": bytes(labelled[3].picture),
        f"not-a-digit/{labelled[10].pk}.png": bytes(labelled[10].picture),
    }


def test_many_pictures_are_in_several_zips(export, labelled, monkeypatch):
    monkeypatch.setattr("recognizer.exports.formats.PICTURES", 2)
    zips = sorted(export("png").glob("*.zip"))
    assert [path.name for path in zips] == ["pictures-0001.zip", "pictures-0002.zip"]
    assert [len(zipfile.ZipFile(path).namelist()) for path in zips] == [2, 1]


def test_a_line_says_all_but_whose_it_is(export, labelled):
    text = (export("jsonl") / "drawings.jsonl").read_text()
    line = next(row for row in map(json.loads, text.splitlines()) if row["label"] == 7)
    assert line["id"] == str(labelled[7].pk)
    assert base64.b64decode(line["picture"]) == bytes(labelled[7].picture)
    assert (line["strokes"], line["source"], line["claim"]) == (STROKES, "api", None)
    (answer,) = line["answers"]
    assert (answer["digit"], answer["version"], answer["given"]) == (7, "base", True)
    (change,) = line["history"]
    assert (change["from"], change["to"], change["by"]) == (None, 7, "reviewer-1")
    assert "secret" not in text
    assert "staff" not in text


def test_reviewers_are_named_only_when_asked(export, labelled):
    lines = (export("jsonl", "--names") / "drawings.jsonl").read_text().splitlines()
    assert {json.loads(line)["history"][0]["by"] for line in lines} == {"staff"}


def test_drawings_that_reviewers_disagree_about_stay(export, labelled):
    Drawing.objects.filter(label=3).update(waits_for=Reason.DISPUTE)
    assert sorted(read_labels(export("npz"))) == [7, 10]


def read_labels(folder):
    with np.load(folder / "drawings.npz") as file:
        return file["y"].tolist()


def test_once_keeps_one_of_twins(export, labelled, staff):
    label_drawing(recognise(png(SEVEN)).drawing, 7, by=staff)
    assert sorted(read_labels(export("npz"))) == [3, 7, 7, 10]
    assert sorted(read_labels(export("npz", "--once", "--force"))) == [3, 7, 10]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--digits-only"], [3, 7]),
        (["--since", "2026-02-02", "--until", "2026-02-02"], [3]),
        (["--until", "2026-02-01"], [7]),
        (["--since", "0001-01-01", "--until", "9999-12-31"], [3, 7, 10]),
        (["--answered-by", "base", "--since", "2026-02-03"], [10]),
    ],
)
def test_what_is_exported_can_be_chosen(export, labelled, options, found):
    for day, label in enumerate((7, 3, 10), 1):
        at = f"2026-02-0{day}T23:59:00Z"
        Drawing.objects.filter(label=label).update(labelled_at=at)
    assert sorted(read_labels(export("npz", *options))) == found


def test_the_card_counts_classes_versions_and_dates(export, labelled, settings):
    settings.EXPORT_LICENCE = "CC-BY-4.0"
    out = export("idx")
    front = front_matter(out)
    assert (front["license"], front["size_categories"]) == ("cc-by-4.0", ["n<1K"])
    facts = front["digitsite"]
    assert facts["labels"] == {"Three": 1, "Seven": 1, "Not a digit": 1}
    assert (facts["count"], facts["versions"]) == (3, {"base": 3})
    assert "| Not a digit |        1 |" in (out / "README.md").read_text()


@pytest.mark.parametrize(
    ("count", "found"),
    [(999_999, "100K<n<1M"), (1_000_000, "1M<n<10M"), (10_000_000, "10M<n<100M")],
)
def test_the_card_has_a_hubs_category_for_a_million_drawings(count, found):
    assert size_category(count) == found


def test_without_a_licence_the_card_says_that_there_is_none(export, labelled):
    assert front_matter(export("idx"))["license_name"].startswith("not licensed")


@pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])
def test_the_manifest_has_every_files_hash(export, labelled, format):
    out = export(format)
    files = json.loads((out / "manifest.json").read_text())["files"]
    assert {path.name for path in out.iterdir()} == {*files, "manifest.json"}
    for name, known in files.items():
        data = (out / name).read_bytes()
        assert known == {
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }


@pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])
def test_the_same_drawings_make_the_same_files(export, labelled, format):
    first, again = (hashes(export(format, "--force")) for _ in range(2))
    assert first == again


def hashes(folder):
    files = json.loads((folder / "manifest.json").read_text())["files"]
    del files["README.md"]  # has the day in it
    return files


def test_an_export_is_replaced_only_when_told(export, labelled, tmp_path):
    export("idx")
    with pytest.raises(CommandError, match="--force"):
        export("npz")
    export("npz", "--force")
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert not (tmp_path / "out" / "train-images-idx3-ubyte.gz").exists()


def test_what_is_no_export_is_never_replaced(export, labelled, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("dear")
    with pytest.raises(CommandError, match="no export"):
        export("idx", "--force")
    assert (tmp_path / "out" / "thesis.txt").read_text() == "dear"


def test_an_export_that_fails_leaves_nothing(export, labelled, tmp_path, monkeypatch):
    def card(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("recognizer.exports.bundle.card", card)
    with pytest.raises(CommandError, match="No space left"):
        export("idx")
    assert not list(tmp_path.iterdir())


def test_without_labels_there_is_nothing_to_export(export, db):
    with pytest.raises(CommandError, match="settled label"):
        export("idx")


def test_a_version_that_is_not_there_is_named(export, labelled):
    with pytest.raises(CommandError, match="there are seed75, base"):
        export("idx", "--answered-by", "bass")


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_day_that_is_none_is_named(export, db, option):
    with pytest.raises(CommandError, match="'2026-13-01' is no day such as 2026-11-23"):
        export("idx", option, "2026-13-01")
