"""What was exported, or comes in the same forms, is read back, each drawing once."""

import numpy as np
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError

from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import to_tile
from recognizer.drawings.recognition import recognise, save_imported
from recognizer.drawings.tile_images import tile_png
from recognizer.exports.bundle import download
from recognizer.exports.dataset import Export
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction, Reason
from tests.support import mnist
from tests.support.drawings import DIGITS, ONE, SEVEN, png
from tests.support.imports import export, line, read

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FORMATS = ["idx", "npz", "png", "jsonl"]


def labels():
    return sorted(Drawing.objects.values_list("label", flat=True))


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_exported_is_read_back_with_its_labels(run, exported, format):
    out = run(exported(format), label_by="staff")
    assert out.out == "Kept 3, labelled 3; 0 here already, 0 refused.\n"
    assert labels() == [7, 8, 10]
    assert set(Drawing.objects.values_list("source", "audited")) == {("import", False)}
    assert set(LabelChange.objects.values_list("where", flat=True)) == {"import"}
    assert Prediction.objects.filter(given=True).count() == 3


@pytest.mark.parametrize("format", FORMATS)
def test_twice_is_once(run, exported, format):
    folder = exported(format)
    run(folder, label_by="staff")
    changes = LabelChange.objects.count()
    out = run(folder, label_by="staff")
    assert out.out == "Kept 0, labelled 0; 3 here already, 0 refused.\n"
    assert (Drawing.objects.count(), LabelChange.objects.count()) == (3, changes)


@pytest.mark.parametrize(("first", "second"), [("png", "jsonl"), ("jsonl", "png")])
def test_pictures_and_lines_of_one_export_are_the_same_drawings(
    run, labelled, tmp_path, first, second
):
    folders = [export(tmp_path / format, format) for format in (first, second)]
    Drawing.objects.all().delete()
    out = run(*folders, label_by="staff")
    assert out.out == "Kept 3, labelled 3; 3 here already, 0 refused.\n"


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_known_where_it_came_from(run, labelled, tmp_path, format):
    recognise(png(SEVEN))  # a twin without a label, which stays without
    out = run(export(tmp_path / format, format), label_by="staff")
    assert out.out == "Kept 0, labelled 0; 3 here already, 0 refused.\n"


@pytest.mark.parametrize(("first", "second"), [("idx", "npz"), ("npz", "idx")])
def test_tiles_leave_as_they_came(run, exported, tmp_path, first, second):
    folder = exported(first)
    run(folder, label_by="staff")
    out = run(export(tmp_path / second, second), label_by="staff")
    assert out.out == "Kept 0, labelled 0; 3 here already, 0 refused.\n"
    assert tiles_in(export(tmp_path / "again", first)) == tiles_in(folder)


def tiles_in(folder):
    return {record.picture for record in read(folder)}


@pytest.mark.parametrize("tiles", ["idx", "npz"])
@pytest.mark.parametrize("pictures", ["png", "jsonl"])
def test_a_tile_and_the_picture_it_is_of_count_once(
    run, labelled, tmp_path, tiles, pictures
):
    folders = [export(tmp_path / format, format) for format in (tiles, pictures)]
    Drawing.objects.all().delete()
    for folder in folders:
        run(folder, label_by="staff")
    assert Drawing.objects.labelled().distinct_tiles().count() == 3
    run(*reversed(folders), label_by="staff")
    assert Drawing.objects.count() == 6


@pytest.mark.parametrize("format", FORMATS)
def test_a_download_from_the_admin_is_read_back_too(run, labelled, tmp_path, format):
    path = tmp_path / "labels.zip"
    path.write_bytes(b"".join(download(Export(), format)))
    Drawing.objects.all().delete()
    run(path, label_by="staff")
    assert labels() == [7, 8, 10]


def test_lines_bring_back_what_was_drawn_and_claimed_and_when(run, exported):
    before = drawn()
    run(exported("jsonl"))
    assert drawn() == before


def drawn():
    kept = ("id", "picture_hash", "tile_hash", "claim", "strokes", "created_at")
    return {str(row) for row in Drawing.objects.values_list(*kept)}


def test_without_somebody_who_vouches_labels_are_not_set(run, exported):
    folder = exported("png")
    assert "3 labels of the files are not set" in run(folder).out
    assert labels_set() == 0
    run(folder, label_by="staff")
    assert labels_set() == 3


def labels_set():
    return Drawing.objects.exclude(label=None).count()


def test_a_label_that_is_here_already_stands(run, exported, staff):
    folder = exported("jsonl")
    run(folder)
    seven = Drawing.objects.get(predictions__digit=7)
    label_drawing(seven, 1, by=staff)
    run(folder, label_by="staff")
    assert labels() == [1, 8, 10]


def test_a_label_that_is_set_during_an_import_stands_undisputed(
    run, exported, staff, django_user_model, monkeypatch
):
    folder = exported("jsonl")
    run(folder)
    seven = Drawing.objects.get(predictions__digit=7)

    def meanwhile(predictions):
        label_drawing(seven, 1, by=django_user_model.objects.create_user("ben"))
        save_imported(predictions)

    monkeypatch.setattr("recognizer.imports.importer.save_imported", meanwhile)
    assert "labelled 2" in run(folder, label_by="staff").out
    seven.refresh_from_db()
    assert (seven.label, seven.label_changes.count()) == (1, 1)
    assert seven.waits_for != Reason.DISPUTE


def test_what_has_no_label_is_counted_and_named_in_the_last_line(run, staff, tmp_path):
    for number, strokes in DIGITS.items():
        folder = tmp_path / ("7" if number == 7 else "img_12")
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.png").write_bytes(png(strokes))
    last = run(tmp_path, label_by="staff").out.splitlines()[-1]
    first = ", ".join(str(tmp_path / "img_12" / f"{n}.png") for n in range(3))
    assert last == f"9 have no label: {first} and 6 more."


def test_no_label_at_all_ends_with_an_error_and_imports_nothing(run, staff, tmp_path):
    (tmp_path / "a.png").write_bytes(png(SEVEN))
    with pytest.raises(CommandError, match="No label was found, so nothing"):
        run(tmp_path, label_by="staff")
    assert not Drawing.objects.exists()
    assert run(tmp_path).out == "Kept 1, labelled 0; 0 here already, 0 refused.\n"


def test_a_mended_label_takes_a_doubtful_ones_place(run, staff, tmp_path):
    drawing = recognise(png(SEVEN)).drawing
    label_drawing(drawing, 3, by=staff, doubtful=True)
    path = tmp_path / "lines"
    path.write_text(line(png(SEVEN), id=str(drawing.pk), label=7))
    run(path, label_by="staff")
    drawing.refresh_from_db()
    assert (drawing.label, drawing.waits_for) == (7, None)


def test_who_may_not_label_cannot_vouch(run, exported, django_user_model):
    folder = exported("png")
    user = django_user_model.objects.create_user("reader")
    with pytest.raises(CommandError, match="reader is nobody who may label"):
        run(folder, label_by="reader")
    user.user_permissions.add(Permission.objects.get(codename="change_drawing"))
    run(folder, label_by="reader")
    assert labels_set() == 3


def test_a_dry_run_keeps_nothing(run, exported):
    out = run(exported("idx"), label_by="staff", dry_run=True).out
    assert out == "Would keep 3, labelled 3; 0 here already, 0 refused.\n"
    assert not Drawing.objects.exists()


def test_what_is_here_already_may_be_larger_than_what_is_accepted_now(
    run, labelled, tmp_path, settings
):
    folders = [export(tmp_path / format, format) for format in ("png", "jsonl")]
    new = tmp_path / "new.png"
    new.write_bytes(png(ONE))
    settings.MAX_PICTURE_SIDE = 100
    out = run(*folders, new)
    assert out.out == "Kept 0, labelled 0; 6 here already, 1 refused.\n"
    assert "new.png: The picture is too large" in out.err


def test_keras_own_mnist_is_read(run, tmp_path, staff):
    x, y = mnist.digits()
    parts = {"x_train": x[:4], "y_train": y[:4], "x_test": x[4:6], "y_test": y[4:6]}
    np.savez(tmp_path / "m.npz", **parts)
    run(tmp_path / "m.npz", label_by="staff")
    assert labels() == sorted(y[:6].tolist())


def test_a_tile_that_becomes_a_picture_reads_back_as_that_tile():
    tiles = mnist.tiles()
    away = [np.abs(to_tile(read_ink(tile_png(tile))) - tile).mean() for tile in tiles]
    assert np.mean(away) < 0.04  # a third of a pixel's shift and a pale rim
    assert max(away) < 0.07
