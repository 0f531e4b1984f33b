"""A version's card: its form, and what ml.evaluate --card writes into it."""

import hashlib
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from ml.ceiling import main as ceiling
from ml.evaluate import evaluate, main, parse
from ml.evaluation.ceiling.scoring import ceiling_table
from ml.evaluation.mistakes import sheet
from ml.evaluation.report import mnist_tables, numbers_tables
from ml.evaluation.tables import by_group_and_set, by_kind, by_set, not_digits
from ml.inference.classifier import BadVersion
from ml.inference.version_files import (
    WEIGHTS,
    load_version,
    read_front_matter,
    read_version,
)
from ml.publishing.card import write_card
from ml.publishing.card_figures import digits_figures
from ml.publishing.card_numbers import numbers_figures_of
from ml.publishing.card_tables import limits
from ml.publishing.card_update import update_card
from ml.training.recipes import RECIPES
from recognizer.models import ModelVersion
from recognizer.versions.shipped_weights import register_folder
from tests.support.measured import measuring_folder, mnist_file
from tests.support.versions import NOTHING

SCORES = {"validation": 0.9912, "parameters": 5, "multiply_adds": 5, "bytes": 5}
SCORES |= {"training_seconds": 60, "parity": 1e-7}


def facts_of(name, **more):
    """Of a version that was just trained."""
    counts = {"digits_of_mnist": 7, "pens": 0, "held_pens": 0}
    facts = {"network": name, "temperature": 1.0, "threshold": 0.5, "seed": 0}
    recipe = vars(RECIPES[name]).copy()
    return {
        **facts,
        "recipe": recipe,
        "counts": counts,
        "scores": SCORES.copy(),
        **more,
    }


@pytest.fixture
def version(tmp_path):
    """A copy of base that refuses everything, as if it was just trained."""
    folder = tmp_path / "strict"
    shutil.copytree(WEIGHTS / "base", folder)
    (folder / "mistakes.png").unlink(missing_ok=True)
    facts = read_version(folder).facts | {"threshold": NOTHING}
    facts.pop("evaluation", None)
    (folder / "README.md").write_text(write_card(facts))
    return folder


@pytest.fixture
def drawings(tmp_path):
    where = ["--drawings", str(measuring_folder(tmp_path)), "--sets", "digits,hard"]
    return [*where, "--conditions", "all", "--workers", "1"]


@pytest.fixture
def mnist(tmp_path):
    return ["--mnist", str(mnist_file(tmp_path)[0])]


def evaluated(version, *argv):
    assert main(["--version", str(version), "--card", *argv]) == 0
    return (version / "README.md").read_text()


@pytest.mark.parametrize(("name", "pens"), [("deep", 5), ("deep", 0), ("seed75", 0)])
def test_a_card_names_data_licence_and_figures(name, pens):
    counts = {"digits_of_mnist": 7, "pens": pens, "held_pens": 0}
    card = write_card(facts_of(name, counts=counts))
    assert "license: cc-by-sa-3.0" in card
    assert "LeCun" in card
    assert ("Alpaydin and Alimoglu 1998, UCI; CC BY 4.0" in card) == bool(pens)
    assert "99.12 %" in card


def test_a_card_names_unipen_and_counts_what_was_left_out():
    held = {"held_pens": 0, "held_unipen_digits": 21, "held_unipen_others": 22}
    doubted = {"wrong_digits": 0, "no_digits": 31, "like_digits": 32}
    counts = {"pens": 0, "unipen_digits": 1111, "unipen_others": 12} | held | doubted
    card = write_card(facts_of("deep", counts={"digits_of_mnist": 7} | counts))
    text = " ".join(card.split())
    assert "doi 10.5281/zenodo.1195803; CC BY 4.0): 1,111 pen" in text
    assert "12 of letters and symbols; 21 and 22 of a fifth" in text
    assert "31 that look like none, 32 letters" in text
    assert "Alpaydin" not in text


def test_a_card_tells_how_many_epochs_were_run_and_why_it_ended():
    scores = SCORES | {"epochs": 9}
    card = " ".join(write_card(facts_of("seed75", scores=scores)).split())
    assert "9 of the recipe's 32 epochs, ended because its validation accuracy" in card
    assert "had reached 99.10 %" in card
    assert "computed in bfloat16" in card


def test_an_older_card_without_epochs_and_later_choices_can_be_written_again():
    facts = facts_of("deep")
    for name in ("precision", "enough"):
        del facts["recipe"][name]
    card = write_card(facts)
    assert f"{RECIPES['deep'].epochs} epochs; " in card
    assert "computed in float32" in card
    assert read_front_matter(card)["digitsite"] == facts


def test_the_tables_are_those_of_the_report(version, drawings, mnist, tmp_path):
    card = evaluated(version, *drawings, *mnist, "--out", str(tmp_path / "out"))
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    figures = report["drawings"]
    tables = [by_set(figures), by_group_and_set(figures), by_kind(figures, "plain")]
    tables += [not_digits(figures["not_digits"])]
    assert all(table in card for table in [*tables, *mnist_tables(report["mnist"])])
    of_card = digits_figures(read_version(version).facts["evaluation"]["digits"])
    for name in ("mean", "mean_by_condition", "mean_by_set", "worst_condition", "all"):
        assert of_card[name] == figures[name]


def test_numbers_stand_in_the_card_as_in_the_report(tmp_path):
    folder, out = measuring_folder(tmp_path), tmp_path / "out"
    shutil.copytree(WEIGHTS / "base", tmp_path / "version")
    argv = ["--drawings", str(folder), "--sets", "numbers,hard", "--workers", "1"]
    argv += ["--conditions", "all", "--halves", "numbers", "--out", str(out)]
    card = evaluated(tmp_path / "version", *argv)
    figures = json.loads((out / "report.json").read_text())["drawings"]["numbers"]
    del figures["calibration"]
    part = read_version(tmp_path / "version").facts["evaluation"]["numbers"]
    assert numbers_figures_of(part) == figures
    assert part["sets"] == ["numbers"]
    assert all(table in card for table in numbers_tables(figures))
    assert "Of numbers the half apart are" in " ".join(card.split())
    assert "Of numbers it reads least of numbers" in " ".join(card.split())


def test_parts_that_were_measured_before_later_figures_are_written_again(
    version, drawings
):
    evaluated(version, *drawings)
    facts = read_version(version).facts
    older = facts["evaluation"]
    del older["digits"]["by_set"], older["not_digits"]["first"]
    del older["not_digits"]["as_number"]
    older["digits"]["held_out"] = {"digits": ["w7", "w8"]}
    card = write_card(facts)
    assert by_set(digits_figures(older["digits"])) in card
    assert "only the 2 writers whom" in " ".join(card.split())
    assert "Mistakes by kind" not in card


def test_a_second_run_changes_only_what_it_measured(version, drawings, mnist):
    first = evaluated(version, *drawings)
    earlier = read_version(version).facts["evaluation"]
    both = evaluated(version, *mnist)
    assert "mnist" in read_version(version).facts["evaluation"]
    assert earlier.items() <= read_version(version).facts["evaluation"].items()
    assert evaluated(version, *drawings) == both != first


def test_the_front_matter_is_in_the_hubs_form(version, drawings, mnist):
    front = read_front_matter(evaluated(version, *drawings, *mnist))
    (model,) = front["model-index"]
    on_mnist, on_people = model["results"]
    figures = digits_figures(front["digitsite"]["evaluation"]["digits"])
    assert on_mnist["metrics"][0]["value"] == 0.0
    assert on_people["metrics"][0]["value"] == figures["mean_by_condition"]["plain"]
    for result in model["results"]:
        assert {"type", "name"} <= result["task"].keys()
        assert {"type", "name", "split"} <= result["dataset"].keys()
        assert {"type", "name", "value"} <= result["metrics"][0].keys()


def test_the_picture_beside_a_card_shows_mnists_digits_alone(version, drawings, mnist):
    assert "mistakes.png" not in evaluated(version, *drawings)
    assert not (version / "mistakes.png").exists()
    assert "(mistakes.png)" in evaluated(version, *drawings, *mnist)
    options = parse(["--version", str(version), *mnist])
    expected = sheet(evaluate(options)[1]["mnist"].mistakes, columns=12)
    assert np.array_equal(Image.open(version / "mistakes.png"), expected)


def test_a_persons_ceiling_stands_in_the_card(version, tmp_path):
    folder, out = measuring_folder(tmp_path), tmp_path / "sheet"
    where = ["--drawings", str(folder), "--sets", "digits", "--workers", "1"]
    assert ceiling(["sheet", *where, "--version", str(version), str(out)]) == 0
    form = out / "form.csv"
    form.write_text(form.read_text().replace(",\n", ",3\n"))
    assert ceiling(["score", "--card", "--version", str(version), str(out)]) == 0
    (row,) = rows = read_version(version).facts["evaluation"]["ceiling"]["rows"]
    assert (row["mistakes"], row["read"]) == (30, 3)
    card = (version / "README.md").read_text()
    assert "### A person's ceiling" in card
    assert ceiling_table(rows) in card


def test_limits_come_from_what_was_measured(version, drawings):
    text = " ".join(evaluated(version, *drawings).split())
    assert "Of people's drawings most often: 0 refused (6 of 6), 1 refused" in text
    assert "The worst set is digits (0.00 % right over all conditions)" in text


def test_look_alikes_are_no_limit_of_a_version():
    counts = {"hard, letter": 10, "hard, lookalike": 10}
    part = {"n": counts, "right": {"plain": [9, 1]}}
    text = " ".join(limits({"evaluation": {"not_digits": part}}).split())
    assert "refuses least: hard, letter ('plain': 9 of 10)" in text


def test_a_version_that_was_replaced_meanwhile_keeps_its_card(version, mnist):
    report, measured = evaluate(parse(["--version", str(version), *mnist]))
    card = version / "README.md"
    before = card.read_text().replace(f"threshold: {NOTHING:.1e}", "threshold: 0.5")
    card.write_text(before)
    with pytest.raises(BadVersion, match="was replaced while"):
        update_card(version, report, measured["mnist"].mistakes)
    assert card.read_text() == before


@pytest.mark.database
@pytest.mark.django_db
def test_a_version_with_an_evaluated_card_is_served_and_registered(version, drawings):
    file, card = version / "model.tflite", version / "README.md"
    file.write_bytes(file.read_bytes() + b"\0")  # base's own is registered already
    old = read_version(WEIGHTS / "base").facts["sha256"]
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    card.write_text(card.read_text().replace(old, new))
    card = evaluated(version, *drawings)
    assert load_version(version).threshold == NOTHING
    register_folder(version, "default")
    assert ModelVersion.objects.get(name="strict").card == card
