"""Labels are read from the names that other tools write, and from no others."""

import gzip
import io
import json
import struct
import zipfile
from base64 import b64encode

import numpy as np
import pytest

from recognizer.imports.records import Refusal
from tests.support import mnist
from tests.support.drawings import SEVEN, png
from tests.support.imports import read

LABELS = np.array([7, 3], np.uint8)
IDX1 = struct.pack(">II", 0x801, 2) + LABELS.tobytes()
IDX3 = struct.pack(">4I", 0x803, 2, 28, 28) + mnist.digits().x[:2].tobytes()


def write(folder, **files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def labels(path):
    records = [*read(path)]
    assert not [record for record in records if isinstance(record, Refusal)]
    return [record.label for record in records]


@pytest.mark.parametrize(
    ("images", "digits"),
    [
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
        ("train-images.idx3-ubyte", "train-labels-idx1-ubyte"),
        ("t10k-images.idx3-ubyte", "t10k-labels-idx1-ubyte.gz"),
        ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte"),
        (
            "emnist-digits-train-images-idx3-ubyte.gz",
            "emnist-digits-train-labels-idx1-ubyte.gz",
        ),
        ("Train_Images.idx3", "Train_Labels.idx1"),
        (
            "train-images-idx3-ubyte/train-images-idx3-ubyte",
            "train-labels-idx1-ubyte/train-labels-idx1-ubyte",
        ),
    ],
)
def test_mnist_labels_are_found_beside_their_tiles(tmp_path, images, digits):
    write(tmp_path, **{images: IDX3, digits: IDX1})
    assert labels(tmp_path) == [7, 3]
    if "/" not in images:
        assert labels(tmp_path / images) == [7, 3]


def test_a_file_packed_and_unpacked_and_other_pairs_beside_it(tmp_path):
    names = ("train-%s-idx%d-ubyte", "train-%s-idx%d-ubyte.gz", "t10k-%s.idx%d-ubyte")
    for name in names:
        write(tmp_path, **{name % ("images", 3): IDX3, name % ("labels", 1): IDX1})
    assert labels(tmp_path) == [7, 3] * 3


@pytest.mark.parametrize(
    ("folder", "label"),
    [
        ("7", 7),
        ("07", 7),
        ("7 ", 7),
        ("digit_7", 7),
        ("Digit 7", 7),
        ("class7", 7),
        ("class_07", 7),
        ("label-7", 7),
        ("number7", 7),
        ("seven", 7),
        ("Seven", 7),
        ("0", 0),
        ("not-a-digit", 10),
        ("not_a_digit", 10),
        ("Not a digit", 10),
        # What may mean something else is no label.
        ("10", None),
        ("none", None),
        ("007", None),
        ("Sample007", None),  # of Chars74K: the digit 6
        ("2023", None),
        ("2023/07", None),
        ("2023/11/07", None),
        ("img_12", None),
        ("img_7", None),
        ("batch7", None),
        ("digits", None),
        ("seventeen", None),
        ("7b", None),
        ("\u0667", None),
    ],
)
def test_what_a_folder_says_of_its_pictures(tmp_path, folder, label):
    write(tmp_path, **{f"{folder}/a.png": png(SEVEN)})
    assert labels(tmp_path) == [label]


def test_folders_that_count_beyond_the_classes_are_writers_not_labels(tmp_path):
    write(tmp_path, **{f"{n}/a.png": png(SEVEN) for n in (1, 7, 12)})
    assert labels(tmp_path) == [None] * 3


def test_writers_folders_may_have_the_classes_in_them(tmp_path):
    write(tmp_path, **{f"{n}/7/a.png": png(SEVEN) for n in (1, 7, 12)})
    assert labels(tmp_path) == [7] * 3


def test_a_zip_that_windows_wrote(tmp_path):
    path = tmp_path / "digits.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("digits\\7\\", b"")
        archive.writestr("digits\\7\\0.png", png(SEVEN))
    assert labels(path) == [7]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_lines_in_every_encoding_of_json(tmp_path, encoding, end):
    row = {"picture": b64encode(png(SEVEN)).decode(), "label": 7, "note": "ä"}
    line = json.dumps(row, ensure_ascii=False)
    text = end.join(["", "", line, "", line, "", "  "])
    (tmp_path / "lines").write_bytes(text.encode(encoding))
    assert labels(tmp_path) == [7, 7]


def test_lines_of_bytes_that_are_no_text_are_refused_one_by_one(tmp_path):
    good = json.dumps({"picture": b64encode(png(SEVEN)).decode(), "label": 7})
    bad = b'{"picture": "\xff\xfe"}'
    (tmp_path / "lines").write_bytes(b"\n".join([good.encode(), bad, good.encode()]))
    first, second, third = read(tmp_path)
    assert (first.label, second.why, third.label) == (
        7,
        "The picture cannot be read.",
        7,
    )


@pytest.mark.parametrize("form", ["idx", "npz"])
def test_a_file_with_letters_among_its_labels_is_refused_as_a_whole(tmp_path, form):
    """Of EMNIST's letters, 1 is an a."""
    x, y = mnist.digits().x[:2], np.array([1, 26], np.uint8)
    if form == "idx":
        letters = struct.pack(">II", 0x801, 2) + y.tobytes()
        write(tmp_path, **{"images-idx3-ubyte": IDX3, "labels-idx1-ubyte": letters})
    else:
        out = io.BytesIO()
        np.savez(out, x_train=x, y_train=y)
        write(tmp_path, **{"letters.npz": out.getvalue()})
    (refusal,) = read(tmp_path)
    assert refusal.why == "Expected labels 0 to 10, got 26."
