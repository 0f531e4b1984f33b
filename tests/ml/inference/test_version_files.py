"""A version's folder: found by name, read, checked."""

import shutil

import pytest

from ml.inference.classifier import BadVersion
from ml.inference.version_files import (
    WEIGHTS,
    find_version,
    front_matter,
    read_front_matter,
    read_version,
)


def test_a_version_is_found_by_its_name_or_by_its_folder(tmp_path):
    assert find_version("base") == WEIGHTS / "base"
    shutil.copytree(WEIGHTS / "base", tmp_path / "mine")
    assert find_version(str(tmp_path / "mine")) == tmp_path / "mine"


def test_the_versions_that_ship_are_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_version(find_version("base")).name == "base"


def test_where_there_is_none_the_names_that_there_are_are_told(tmp_path):
    with pytest.raises(BadVersion, match=r"'other' in .*/weights/: base, seed75"):
        find_version("other")
    with pytest.raises(BadVersion, match=r": none\."):
        find_version("base", tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("model.tflite", b"another file", "model.tflite is damaged"),
        ("README.md", b"# Only words", "no version's card"),
        ("README.md", b"---\nlicense: mit\n---\n", "no version's card"),
        ("README.md", b"---\n[\n---\n", "no version's card"),
    ],
)
def test_a_file_and_a_card_that_disagree_are_refused(tmp_path, file, content, message):
    folder = shutil.copytree(WEIGHTS / "base", tmp_path / "mine")
    (folder / file).write_bytes(content)
    with pytest.raises(BadVersion, match=message):
        read_version(folder)


def test_what_is_written_as_front_matter_is_read_back():
    row = {"n": 30, "right": 0.5}
    facts = {"digitsite": {"name": "b\N{MIDDLE DOT}", "rows": [row, row]}}
    card = f"---\n{front_matter(facts)}---\n# Words\n---\n"
    assert read_front_matter(card) == facts
    assert "&" not in card  # what stands in two places is written twice
