"""What is written beside takes its place as a whole, or not at all."""

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


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "state.npz"
    with replaced_file(path) as part:
        part.write_text("old")
    part = replaced_file(path)
    part.__enter__().write_text("ne")
    part.__exit__(OSError, None, None)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
