"""What is written beside takes its place as a whole, or not at all."""

import os
from pathlib import Path

import pytest

from ml.replacement import replaced_file, replaced_folder


def test_a_folder_that_could_not_be_filled_leaves_the_old_one(tmp_path):
    out = tmp_path / "base"
    with replaced_folder(out) as folder:
        (folder / "a").write_text("old")
    part = replaced_folder(out)
    (part.__enter__() / "a").write_text("new")
    part.__exit__(OSError, None, None)
    assert (out / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_takes_the_place_of_the_old_one(tmp_path):
    out = tmp_path / "base"
    for name in ("old", "new"):
        with replaced_folder(out) as folder:
            (folder / name).touch()
    assert list(tmp_path.iterdir()) == [out]
    assert list(out.iterdir()) == [out / "new"]


def test_a_folder_that_could_not_be_renamed_leaves_the_old_one(tmp_path, monkeypatch):
    out, rename = tmp_path / "base", Path.rename
    with replaced_folder(out) as folder:
        (folder / "a").write_text("old")

    def fail_for_part(path, target):
        if path.suffix == ".part":
            raise OSError("The disk is gone.")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_part)
    with pytest.raises(OSError, match="gone"), replaced_folder(out) as folder:
        (folder / "a").write_text("new")
    assert (out / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_what_a_killed_process_of_the_same_id_left_is_replaced(tmp_path):
    out = tmp_path / "base"
    for leftover in ("base", f"base.{os.getpid()}.part", f"base.{os.getpid()}.old"):
        (tmp_path / leftover).mkdir()
        (tmp_path / leftover / "left").touch()
    with replaced_folder(out) as folder:
        (folder / "new").touch()
    assert list(tmp_path.iterdir()) == [out]
    assert list(out.iterdir()) == [out / "new"]


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "state.npz"
    with replaced_file(path) as part:
        part.write_text("old")
    part = replaced_file(path)
    part.__enter__().write_text("ne")
    part.__exit__(OSError, None, None)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
