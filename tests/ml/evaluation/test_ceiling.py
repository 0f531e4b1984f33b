"""A person judges a version's mistakes without seeing label or answer."""

import json

import numpy as np
import pytest
from PIL import Image

from ml.ceiling import main
from ml.evaluation.ceiling.scoring import ceiling_table, score_form
from tests.support.measured import measuring_folder


@pytest.fixture
def sheet(tmp_path):
    return make_sheet(tmp_path, "hard,digits,others", tmp_path / "sheet")


def make_sheet(tmp_path, sets, out):
    folder = tmp_path / "drawings"
    if not folder.exists():
        measuring_folder(tmp_path)
    where = ["--drawings", str(folder), "--sets", sets, "--workers", "1"]
    assert main(["sheet", *where, str(out)]) == 0
    return out


def key_of(sheet):
    return json.loads((sheet / "key.json").read_text())


def fill(sheet, readings):
    rows = [f"{number},{reading}" for number, reading in enumerate(readings, 1)]
    (sheet / "form.csv").write_text("\n".join(["number,reading", *rows]) + "\n")


def judged(of, truth, *, mistake):
    return {"of": of, "truth": truth, "mistake": mistake}


def test_mistakes_stand_among_as_many_controls(sheet):
    drawings = key_of(sheet)["drawings"]
    of_hard = [each["mistake"] for each in drawings if each["of"] == "hard, symbol"]
    assert sorted(of_hard) == [False, False, True, True]
    lines = (sheet / "form.csv").read_text().split()
    assert lines == ["number,reading", *(f"{i + 1}," for i in range(len(drawings)))]


def test_characters_that_nobody_can_tell_are_not_judged(sheet):
    assert "others, symbol" in key_of(sheet)["sets"]
    assert "others, lookalike" not in key_of(sheet)["sets"]


def test_the_pages_show_the_drawings_and_tell_nothing_else(sheet):
    (page,) = sheet.glob("*.png")
    assert page.name == "sheet-1.png"
    picture = Image.open(page)
    assert picture.info == {}
    first = np.asarray(picture)[18:198, :180]  # under its number
    assert tuple(first[0, 0]) == (255, 255, 255)
    everything = {path.name for path in sheet.iterdir()}
    assert everything == {"sheet-1.png", "form.csv", "key.json"}


def test_the_same_seed_makes_the_same_sheet(sheet, tmp_path):
    again = make_sheet(tmp_path, "hard,digits,others", tmp_path / "again")
    for name in ("key.json", "sheet-1.png"):
        assert (sheet / name).read_bytes() == (again / name).read_bytes()


def test_whoever_reads_everything_has_no_ceiling(sheet, capsys):
    fill(sheet, [drawing["truth"] for drawing in key_of(sheet)["drawings"]])
    assert main(["score", str(sheet)]) == 0
    (row,) = (line for line in capsys.readouterr().out.split("\n") if "hard" in line)
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells[:8] == ["hard, symbol", "4", "50.00", "2", "2", "0", "0", "100.00"]


def test_what_a_person_cannot_read_lowers_the_ceiling_and_controls_the_person():
    key = {
        "sets": {"ink": {"n": 100, "mistakes": 4}},
        "drawings": [judged("ink", "7", mistake=i < 4) for i in range(8)],
    }
    (row,) = rows = score_form(key, [*"71?7", *"7772"])
    assert (row["read"], row["unsure"], row["controls_read"]) == (2, 1, 3)
    line = ceiling_table(rows).split("\n")[2]
    cells = [cell.strip() for cell in line.split("|")[1:-1]]
    assert cells[3:8] == ["4", "2", "1", "1", "98.00"]
    assert cells[9:11] == ["3 of 4", "74.00"]  # of 96 three quarters, and 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["1,7", "2,"], "line 3: expected a reading of 0 1 2"),
        (["1,7", "2,77"], "got '77'"),
        (["1,7"], "expected each number from 1 to"),
        (["1,7", "1,7"], "expected each number from 1 to"),
    ],
)
def test_a_form_that_is_not_filled_in_says_where(sheet, capsys, rows, message):
    (sheet / "form.csv").write_text("\n".join(["number,reading", *rows]))
    assert main(["score", str(sheet)]) == 1
    assert message in capsys.readouterr().err
