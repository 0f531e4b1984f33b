"""Labels that can hardly be true are imported, but wait until somebody has looked."""

import struct

import numpy as np
import pytest
from django.core.management import call_command

from ml.preprocessing.tile import from_bytes
from recognizer.drawings.tile_images import tile_png
from recognizer.imports.records import ImportedPicture
from recognizer.imports.survey import Survey
from recognizer.models import Drawing, Reason
from tests.support import mnist

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ORDER = np.random.default_rng(0).permutation(200)[:60]
X, Y = mnist.digits().take(ORDER)
ZERO_THREE_EIGHT = np.array([3, 1, 2, 8, 4, 5, 6, 7, 0, 9])  # for one another


@pytest.fixture
def run(staff, tmp_path, capsys):
    """Import tiles with labels; returns what was printed."""

    def run(x, y, *flags, **options):
        for name, head, data in (
            ("images-idx3", struct.pack(">4I", 0x803, len(x), 28, 28), x),
            ("labels-idx1", struct.pack(">II", 0x801, len(y)), y),
        ):
            data = np.ascontiguousarray(data, np.uint8).tobytes()
            (tmp_path / f"{name}-ubyte").write_bytes(head + data)
        options = {"label_by": "staff"} | options
        call_command("import_drawings", tmp_path, *flags, **options)
        return capsys.readouterr().out

    return run


def transposed(x):
    return x.transpose(0, 2, 1)


def survey(x, y):
    look = Survey()
    pictures = [tile_png(from_bytes(np.ascontiguousarray(tile))) for tile in x]
    rows = zip(pictures, y.tolist(), strict=True)
    for picture, label in rows:
        look.look_at(ImportedPicture("", picture, label))
    (agreement,) = look.agreements()
    return agreement


@pytest.mark.parametrize(
    ("x", "y", "words", "remedy"),
    [
        (transposed(X), Y, "Transposed", "(--transpose)"),
        (X[:, :, ::-1], Y, "Mirrored", "(--mirror)"),
        (X[:, ::-1], Y, "With the top down", "(--flip)"),
        (X[:, ::-1, ::-1], Y, "Turned by 180 degrees", "(--rotate-180)"),
        (
            np.rot90(X, 1, (1, 2)),
            Y,
            "Turned to the right",
            "(--rotate-right)",
        ),
        (X, np.roll(Y, 1), "With each label one drawing earlier", "mend the labels"),
        (X, np.roll(Y, -1), "With each label one drawing later", "mend the labels"),
        (X, (Y + 1) % 10, "With each label less by one", "mend the labels"),
        (
            X,
            ZERO_THREE_EIGHT[Y],
            "With other names of classes (8 for 0, 0 for 3, 3 for 8)",
            "mend the labels",
        ),
    ],
)
def test_the_usual_faults_of_a_data_set_are_named(db, x, y, words, remedy):
    agreement = survey(x, y)
    assert agreement.is_doubtful
    assert agreement.reading.words == words
    assert agreement.reading.share > 0.95
    assert remedy in agreement.reading.remedy


def test_labels_by_chance_are_doubtful_and_nothing_explains_them(db):
    agreement = survey(X, np.random.default_rng(1).permutation(Y))
    assert agreement.is_doubtful
    assert agreement.reading is None


def test_a_hard_set_is_warned_of_and_not_held_back(db):
    y = Y.copy()
    y[:12] = (y[:12] + np.arange(12) % 9 + 1) % 10  # a fifth is misread
    agreement = survey(X, y)
    assert (agreement.is_below, agreement.is_doubtful) == (True, False)


def test_few_digits_prove_little_but_a_good_reading_does(db):
    assert not survey(X[:9], (Y[:9] + 1) % 10).is_doubtful
    assert survey(transposed(X[:15]), Y[:15]).is_doubtful


def test_transposed_digits_wait_and_their_sentence_says_what_to_do(run):
    out = run(transposed(X), Y)
    kept, warning, reading, waits, anew = out.splitlines()
    assert kept == "Kept 60, labelled 60; 0 here already, 0 refused."
    assert warning.startswith("Warning: base agrees with ")
    assert reading.endswith("%: import them transposed (--transpose).")
    assert waits.startswith("60 labels train nothing until somebody has looked and ")
    assert anew.startswith("Before you import them anew, have a superuser delete them ")
    assert Drawing.objects.filter(waits_for=Reason.DOUBTFUL).count() == 60
    assert not Drawing.objects.labelled().exists()
    assert "Kept 0, labelled 0; 60 here already" in run(transposed(X), Y)


def test_a_wrong_file_among_good_ones_waits_alone(staff, tmp_path, capsys):
    np.savez(tmp_path / "good.npz", x_train=X[12:], y_train=Y[12:])
    x = np.ascontiguousarray(transposed(X[:12]))
    np.savez(tmp_path / "wrong.npz", x_train=x, y_train=Y[:12])
    call_command("import_drawings", tmp_path, label_by="staff")
    lines = capsys.readouterr().out.splitlines()
    _, everything, warning, reading, waits, _ = lines
    assert everything.startswith(("base agrees", "Warning: base agrees"))
    assert warning.startswith(f"Warning: {tmp_path / 'wrong.npz'}: base agrees with ")
    assert reading.endswith("%: import them transposed (--transpose).")
    assert waits.startswith("12 labels train nothing ")
    assert Drawing.objects.labelled().count() == 48


def test_the_option_reads_them_as_the_very_digits_that_they_are(run):
    run(X, Y)
    out = run(transposed(X), Y, "--transpose")
    assert out == "Kept 0, labelled 0; 60 here already, 0 refused.\n"


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    out = run(transposed(X), Y, dry_run=True)
    assert out.startswith("Would keep 60, labelled 60;")
    assert "(--transpose)" in out
    assert "\n60 labels would train nothing until " in out
    assert not Drawing.objects.exists()
