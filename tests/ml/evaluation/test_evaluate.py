"""Versions are measured on MNIST and on drawings; two are compared."""

import hashlib
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from ml.evaluate import evaluate, main, parse
from ml.evaluation.drawings import load_drawings
from ml.evaluation.renderer import load_renderer
from ml.evaluation.report import write_report
from ml.inference.version_files import (
    WEIGHTS,
    front_matter,
    load_version,
    read_version,
)
from tests.support.measured import measuring_folder, mnist_file
from tests.support.versions import NOTHING


@pytest.fixture
def folder(tmp_path):
    return measuring_folder(tmp_path)


def report_of(folder, *argv, sets="digits", workers=1):
    where = ["--drawings", str(folder), "--sets", sets, "--workers", str(workers)]
    return evaluate(parse([*where, *argv]))


def changed_base(folder, old, new):
    """A version that is base with another word in its card."""
    shutil.copytree(WEIGHTS / "base", folder)
    card = folder / "README.md"
    assert old in card.read_text()
    card.write_text(card.read_text().replace(old, new))
    return str(folder)


def refuses_all(tmp_path):
    threshold = load_version(WEIGHTS / "base").threshold
    old = f"threshold: {threshold}"
    return changed_base(tmp_path / "strict", old, f"threshold: {NOTHING:.1e}")


def test_every_set_and_condition_is_measured(folder):
    report, _ = report_of(folder, "--conditions", "all")
    rows = report["drawings"]["sets"]
    assert [row["condition"] for row in rows] == ["plain", "black-on-white"]
    assert all(row["n"] == 30 and row["right"] >= 27 for row in rows)
    assert report["drawings"]["mean"] == report["drawings"]["all"]["accuracy"]


def test_a_report_is_the_same_for_the_same_seed_on_any_number_of_processes(folder):
    sets = "digits,hard,made"
    alone, _ = report_of(folder, "--limit", "12", sets=sets)
    shared, _ = report_of(folder, "--limit", "12", sets=sets, workers=2)
    assert json.dumps(alone) == json.dumps(shared)


def test_a_drawing_that_cannot_be_read_is_a_digit_misread(folder):
    report, _ = report_of(folder, sets="digits,empty")
    row = report["drawings"]["sets"][1]
    assert (row["right"], row["errors"]) == (0, 1)
    assert row["confusions"] == {"3>error": 1}
    assert report["drawings"]["worst_set"] == "empty"


def test_of_what_is_no_digit_the_refusals_count(folder):
    report, _ = report_of(folder, sets="hard")
    (row,) = report["drawings"]["not_digits"]
    assert (row["group"], row["n"], row["right"]) == ("hard, symbol", 4, 2)
    assert row["taken_for"] == {"1": 1, "7": 1}


def test_groups_of_two_sets_and_characters_like_digits_are_measured_apart(folder):
    report, _ = report_of(folder, sets="hard,others")
    counts = {row["group"]: row["n"] for row in report["drawings"]["not_digits"]}
    likes = {"others, lookalike": 2}
    assert counts == {"hard, symbol": 4, "others, symbol": 1} | likes


def test_made_drawings_are_dots_lines_scribbles_and_shading(folder):
    report, _ = report_of(folder, "--limit", "40", sets="made")
    groups = {row["group"]: row["n"] for row in report["drawings"]["not_digits"]}
    kinds = ("dots", "flat line", "scribble", "shading")
    assert groups == {f"made, {kind}": 10 for kind in kinds}


def test_the_drawings_asked_about_are_balanced_over_digits_and_writers(folder):
    chosen = load_drawings(load_renderer(folder), ["digits"], "dev", 20, 0)
    pairs = {(drawing.label, drawing.sample["writer"]) for drawing in chosen}
    assert sorted(drawing.digit for drawing in chosen) == sorted(
        [*range(10), *range(10)]
    )
    assert len(pairs) == 20


def test_of_a_set_held_out_only_the_writers_whom_training_keeps_apart(folder):
    report, _ = report_of(folder, "--held-out", "many", sets="many,digits")
    rows = {row["set"]: row["n"] for row in report["drawings"]["sets"]}
    assert rows == {"many": 60, "digits": 30}
    assert "Of many only the 6 writers whom" in write_report(report)
    assert "w12" not in json.dumps(report)  # nobody is named


def test_mnists_own_tiles_are_measured(tmp_path):
    path, test = mnist_file(tmp_path)
    report, measured = evaluate(parse(["--mnist", str(path)]))
    classifier = load_version(WEIGHTS / "base")
    tiles = test.x.astype(np.float32) / 255
    right = sum(
        classifier.answer(tile).digit == label
        for tile, label in zip(tiles, test.y, strict=True)
    )
    assert report["mnist"]["right"] == right
    assert report["mnist"]["n"] == 40
    assert sum(map(len, measured["mnist"].mistakes.values())) == 40 - right


def test_two_versions_are_compared_on_the_same_drawings(folder, tmp_path):
    report, _ = report_of(folder, "--compare", refuses_all(tmp_path))
    row = report["compare"][0]
    assert row["second"] == 0
    assert row["first"] == report["drawings"]["all"]["right"]
    assert row["p"] == 2 / 2 ** row["first"]


def test_versions_are_compared_by_set_and_group_of_conditions(folder, tmp_path):
    argv = ["--conditions", "all", "--compare", refuses_all(tmp_path)]
    report, _ = report_of(folder, *argv, sets="digits,many,hard")
    rows = {(row["of"], row["condition"]): row for row in report["compare"]}
    conditions = ("plain", "black-on-white", "all")
    digits = [(of, name) for of in ("digits", "digits", "many") for name in conditions]
    assert list(rows)[:6] == list(dict.fromkeys(digits))
    assert list(rows)[6:] == [
        (of, name) for of in ("not digits", "hard, symbol") for name in ("plain", "all")
    ]
    assert rows["many", "all"]["n"] == 80
    assert rows["hard, symbol", "plain"]["accuracy"] == [0.5, 1.0]


def test_an_older_version_of_the_same_name_is_told_apart_by_its_file(folder, tmp_path):
    older = tmp_path / "older" / "base"
    shutil.copytree(WEIGHTS / "base", older)
    file, facts = older / "model.tflite", read_version(older).facts
    file.write_bytes(file.read_bytes() + b"\0")
    names = ("network", "temperature", "threshold")
    facts = {name: facts[name] for name in names}  # as cards began
    facts["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    card = f"---\n{front_matter({'digitsite': facts})}---\n"
    (older / "README.md").write_text(card)
    report, _ = report_of(folder, "--compare", str(older))
    new = report["version"]["sha256"][:8]
    heading = f"## base {new} against base {facts['sha256'][:8]}"
    assert heading in write_report(report)


def test_a_version_is_no_better_than_itself(folder):
    report, _ = report_of(folder, "--compare", "base", sets="digits,hard")
    assert {row["p"] for row in report["compare"]} == {1}


def test_the_mistakes_are_shown_by_set_and_group_once_a_drawing(folder, tmp_path):
    argv = ["--conditions", "all", "--version", refuses_all(tmp_path)]
    sections = report_of(folder, *argv, sets="digits,empty")[1]["drawings"].mistakes
    titles = ["digits: 30 of 30 misread", "empty: 1 of 1 misread"]
    assert list(sections) == titles
    captions = [caption for caption, _ in sections[titles[0]]]
    assert sorted(captions) == sorted(f"{i}>none x2" for i in range(10) for _ in "abc")
    assert sections[titles[1]] == [("3>error x2", None)]
    _, measured = report_of(folder, sets="hard")
    assert list(measured["drawings"].mistakes) == ["hard, symbol: 2 of 2 misread"]


def test_tables_are_printed_and_written_with_the_mistakes(folder, tmp_path, capsys):
    out = tmp_path / "out"
    argv = ["--drawings", str(folder), "--sets", "hard,digits", "--out", str(out)]
    assert main([*argv, "--version", refuses_all(tmp_path), "--workers", "1"]) == 0
    printed = capsys.readouterr()
    assert "| plain " in printed.out
    assert (out / "report.md").read_text().strip() == printed.out.strip()
    report = json.loads((out / "report.json").read_text())
    assert report["version"]["threshold"] == NOTHING
    assert np.asarray(Image.open(out / "mistakes.png")).min() < 50


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--version", "nobody"], "No version 'nobody' in "),
        (["--sets", "nowhere"], "No set 'nowhere'; there are digits, empty, hard,"),
        (["--conditions", "plain,x"], "No condition 'x'; there are plain, black-on"),
        (["--mnist", "nothing.npz"], "nothing.npz"),
        (["--split", "test"], "No sets in"),
        (["--held-out", "many", "--sets", "hard"], "'many' is held out but not among"),
        (["--held-out", "digits"], "Of digits nobody is held out"),
        (["--drawings", "nowhere"], "No render.py in nowhere."),
    ],
)
def test_what_is_not_there_is_named(folder, capsys, argv, message):
    assert main(["--drawings", str(folder), "--workers", "1", *argv]) == 1
    assert message in capsys.readouterr().err


def test_a_damaged_version_is_not_measured(folder, tmp_path, capsys):
    damaged = changed_base(tmp_path / "damaged", "sha256: ", "sha256: 0")
    assert main(["--drawings", str(folder), "--version", damaged]) == 1
    assert "is damaged" in capsys.readouterr().err


def test_without_anything_to_measure_on_it_says_so(capsys):
    with pytest.raises(SystemExit):
        main(["--version", "base"])
    assert "nothing to measure on" in capsys.readouterr().err
