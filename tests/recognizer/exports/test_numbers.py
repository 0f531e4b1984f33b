"""Labelled numbers leave whole and in parts, and never as 'not a digit'."""

import io
import json
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command
from PIL import Image

from ml.preprocessing.ink import read_ink
from ml.preprocessing.tile import to_tile
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.exports.plan import ListedDrawing, pack_labels, unpack_labels
from recognizer.jobs.files import local_copy
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, Reason
from recognizer.versions.predictor import predictor
from tests.support.drawings import DIGITS, SEVEN, png
from tests.support.jobs import work_off
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NUMBER_OF_THE_TEST = "0427"


@pytest.fixture
def number(staff):
    """A labelled number with a claim, beside a labelled seven and what is no digit."""
    for strokes, label in ((SEVEN, 7), (DIGITS[0], 10)):
        label_drawing(recognise(png(strokes)).drawing, label, by=staff)
    picture = png(side_by_side(NUMBER_OF_THE_TEST), page=(1000, 400), pen=12)
    drawing = keep_claim(recognise(picture).drawing, "0421")
    label_drawing(drawing, NUMBER_OF_THE_TEST, by=staff)
    return Drawing.objects.get(pk=drawing.pk)


@pytest.fixture
def export(tmp_path, capsys):
    def export(format, *options):
        out = tmp_path / format
        call_command("export_labels", out, *options, format=format)
        return out

    return export


def facts_on_card(folder):
    return yaml.safe_load((folder / "README.md").read_text().split("---\n")[1])


def pictures_in(folder):
    with zipfile.ZipFile(folder / "pictures.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("format", ["idx", "npz"])
def test_tiles_hold_no_numbers_and_the_card_counts_them(export, number, format, capsys):
    out = export(format)
    assert facts_on_card(out)["digitsite"]["labels"] == {"Seven": 1, "Not a digit": 1}
    assert "1 labelled number is left out" in (out / "README.md").read_text()
    assert capsys.readouterr().out.endswith("; 1 numbers are not: see the card.\n")


def test_tiles_of_numbers_alone_are_refused_with_what_to_choose(export, number):
    Drawing.objects.exclude(pk=number.pk).delete()
    with pytest.raises(CommandError, match="choose png or jsonl"):
        export("npz")


def test_each_digit_of_a_number_is_a_picture_in_its_classs_folder(export, number):
    out = export("png")
    pictures = pictures_in(out)
    whole = f"several-digits-{NUMBER_OF_THE_TEST}/{number.pk}.png"
    parts = [
        f"parts/{digit}/{number.pk}-{place}.png"
        for place, digit in enumerate(NUMBER_OF_THE_TEST, start=1)
    ]
    assert pictures.pop(whole) == bytes(number.picture)
    assert {name for name in pictures if str(number.pk) in name} == {*parts}
    classifier = predictor.serving().classifier
    tiles = [to_tile(read_ink(pictures[name])) for name in parts]
    answers = classifier.probabilities(np.stack(tiles)).argmax(1)
    assert "".join(map(str, answers)) == NUMBER_OF_THE_TEST
    facts = facts_on_card(out)["digitsite"]
    assert facts["labels"]["Number"] == facts["numbers_with_parts"] == 1
    assert facts["parts"] == 4


def test_a_number_whose_digits_are_not_found_leaves_whole(export, number, staff):
    label_drawing(number, "999999", by=staff)
    out = export("png")
    names = [name for name in pictures_in(out) if str(number.pk) in name]
    assert names == [f"several-digits-999999/{number.pk}.png"]
    (line,) = lines(export("jsonl"), "999999")
    assert line["parts"] is None


def lines(folder, label):
    text = (folder / "drawings.jsonl").read_text()
    return [row for row in map(json.loads, text.splitlines()) if row["label"] == label]


def test_a_line_has_the_number_of_label_claim_answer_and_history(export, number):
    (line,) = lines(export("jsonl"), NUMBER_OF_THE_TEST)
    assert line["claim"] == "0421"
    (answer,) = line["answers"]
    assert (answer["digit"], answer["number"]) == (None, NUMBER_OF_THE_TEST)
    given = number.predictions.get()
    assert answer["confidence"] == pytest.approx(given.number_confidence, abs=1e-6)
    assert answer["parts"] == given.parts
    assert [part["digit"] for part in line["parts"]] == [0, 4, 2, 7]
    assert [part["box"] for part in line["parts"]] == [
        part["box"] for part in given.parts
    ]
    assert [change["to"] for change in line["history"]] == [NUMBER_OF_THE_TEST]
    picture = Image.open(io.BytesIO(bytes(number.picture)))
    for left, top, width, height in (part["box"] for part in line["parts"]):
        assert 0 <= left < left + width <= picture.width
        assert 0 <= top < top + height <= picture.height


def test_digits_only_leaves_numbers_in(export, number):
    pictures = pictures_in(export("png", "--digits-only"))
    assert not [name for name in pictures if name.startswith("not-a-digit")]
    assert f"several-digits-{NUMBER_OF_THE_TEST}/{number.pk}.png" in pictures


def test_a_disputed_number_stays(export, number):
    Drawing.objects.filter(pk=number.pk).update(waits_for=Reason.DISPUTE)
    assert not lines(export("jsonl"), NUMBER_OF_THE_TEST)


@pytest.mark.parametrize("format", ["png", "jsonl", "npz"])
def test_the_job_writes_the_same_files(export, number, format):
    job = work_off(submit("export", {"format": format}))
    assert (": this format holds" in job.sentence) is (format == "npz"), job.sentence
    folder = export(format)
    with local_copy(job.files.get()) as path, zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()


def test_a_list_of_an_older_release_is_read_and_one_without_numbers_is_as_before():
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    single = ListedDrawing(UUID(int=1), 7, at, 3)
    number = ListedDrawing(UUID(int=2), "007", at, None)
    for listed, size in (([single] * 3, 17), ([single, number, single], 29)):
        packed = pack_labels(listed)
        assert len(packed) == size * 3
        assert [*unpack_labels([row.pk for row in listed], packed)] == listed
