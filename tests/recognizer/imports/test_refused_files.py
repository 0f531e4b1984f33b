"""What an import refuses is named, and the rest is kept."""

import gzip
import io
import uuid

import numpy as np
import pytest
from django.core.management import CommandError

from recognizer.drawings.recognition import recognise
from recognizer.models import Drawing
from tests.support import mnist
from tests.support.drawings import DIGITS, ONE, SEVEN, blank_png, png
from tests.support.imports import line, zip_of

pytestmark = pytest.mark.django_db


def test_an_id_that_another_picture_has_is_reported_not_overwritten(run, tmp_path, db):
    mine = recognise(png(ONE)).drawing
    path = tmp_path / "drawings.jsonl"
    path.write_text(line(png(SEVEN), id=str(mine.pk)) + line(png(SEVEN)))
    out = run(path)
    assert f"drawings.jsonl:1: Another picture has the id {mine.pk}" in out.err
    mine.refresh_from_db()
    assert bytes(mine.picture) == png(ONE)
    assert Drawing.objects.count() == 2


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{not json\n", "Not a line of JSON."),
        ("[" * 100_000 + "\n", "Not a line of JSON."),
        ("[1]\n", "Expected an object."),
        ('{"picture": 7}\n', "Expected the picture in base64."),
        ('{"picture": "?"}\n', "The picture cannot be read."),
        (line(b"no picture"), "This is not a picture that we can read."),
        (line(blank_png()), "The drawing is empty."),
        (line(png(ONE), label=11), "12 digits, got 11."),
        (line(png(ONE), label=True), "12 digits, got True."),
        (line(png(ONE), label="7"), "12 digits, got '7'."),
        (line(png(ONE), id="../7"), "The id cannot be read."),
        (line(png(ONE), strokes=[[["a", 1]]]), "Send strokes as a list"),
        (line(png(ONE), created_at="2999-01-01T00:00:00Z"), "that is past"),
        (line(png(ONE), created_at="2020-01-01"), "with its zone"),
        (line(png(ONE), created_at="0001-01-01T00:00:00+14:00"), "from 1970 on"),
    ],
)
def test_a_bad_line_is_reported_and_the_next_is_read(run, tmp_path, db, bad, why):
    path = tmp_path / "lines"
    path.write_text(line(png(SEVEN)) + bad + line(png(DIGITS[3]), id=str(uuid.uuid4())))
    out = run(path)
    assert f"{path}:2: " in out.err
    assert why in out.err
    assert "Kept 2" in out.out
    assert "1 refused" in out.out


def test_bad_files_are_reported_one_by_one(run, tmp_path, db):
    folder = tmp_path / "7"
    folder.mkdir()
    (folder / "good.png").write_bytes(png(SEVEN))
    (folder / "cut.png").write_bytes(png(SEVEN)[:400])
    (folder / "cut.npz").write_bytes(zip_bytes()[:60])
    (folder / "notes.txt").write_text("hello")
    err = run(tmp_path, tmp_path / "missing").err
    assert "cut.png: The picture is cut short. Send the whole file." in err
    assert "cut.npz: Damaged: " in err
    assert "notes.txt: Neither a picture nor " in err
    assert "missing: No such file or directory" in err
    assert Drawing.objects.count() == 1


def zip_bytes():
    out = io.BytesIO()
    np.savez(out, x=np.zeros((2, 28, 28), np.uint8))
    return out.getvalue()


def test_an_import_of_nothing_good_fails(run, tmp_path, db):
    with pytest.raises(CommandError, match="Nothing could be imported"):
        run(tmp_path / "missing")


def test_a_file_that_its_manifest_does_not_know_is_refused(run, exported):
    folder = exported("jsonl")
    with (folder / "drawings.jsonl").open("a") as file:
        file.write(line(png(ONE)))
    with pytest.raises(CommandError):
        run(folder)
    assert not Drawing.objects.exists()


def test_names_in_a_zip_are_never_paths(run, tmp_path, db):
    path = zip_of(tmp_path / "a.zip", **{"../../7/evil\x1b[31m.png": b"\x89PNG no"})
    with pytest.raises(CommandError):
        run(path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_a_picture_that_unpacks_to_too_much_is_refused(run, tmp_path, settings, db):
    settings.MAX_PICTURE_BYTES = 100_000
    bomb = png(SEVEN) + bytes(50_000_000)
    path = zip_of(tmp_path / "a.zip", **{"7/bomb.png": bomb, "7/a.png": png(SEVEN)})
    out = run(path)
    assert "7/bomb.png: The picture is too large" in out.err
    assert Drawing.objects.count() == 1


def test_zips_in_zips_in_zips_are_not_read(run, tmp_path, db):
    path = zip_of(tmp_path / "0.zip", **{"7/a.png": png(SEVEN)})
    for depth in range(1, 3):
        data = path.read_bytes()
        path = zip_of(tmp_path / f"{depth}.zip", **{"in.zip": data})
    with pytest.raises(CommandError):
        run(path)


@pytest.mark.parametrize(
    ("arrays", "why"),
    [
        ({"x": np.zeros((2, 75, 75), np.uint8)}, "Expected tiles (n, 28, 28)"),
        ({"x": np.zeros((2, 28, 28), np.float32)}, "Expected x of uint8"),
        ({"x": np.array([None] * 2)}, "Expected tiles (n, 28, 28)"),
        ({"z": np.zeros(3)}, "Expected the array x"),
        (
            {"x": np.zeros((2, 28, 28), np.uint8), "y": np.zeros(3, int)},
            "Expected y (2,)",
        ),
    ],
)
def test_arrays_of_another_form_are_refused(tmp_path, run, capsys, db, arrays, why):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(CommandError):
        run(tmp_path / "a.npz")
    assert why in capsys.readouterr().err


def test_an_idx_file_that_ends_too_early_keeps_what_it_had(run, tmp_path, db):
    tile = mnist.digits().x[0].tobytes()
    header = bytes([0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28])
    (tmp_path / "a-images-idx3-ubyte").write_bytes(header + tile)
    (tmp_path / "b.gz").write_bytes(gzip.compress(header + tile)[:-20])
    err = run(tmp_path).err
    assert "a-images-idx3-ubyte: The file ends too early." in err
    assert "b.gz: Damaged: " in err
    assert Drawing.objects.count() == 1
