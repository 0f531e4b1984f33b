"""What a fine-tune makes of labelled numbers: tiles of their digits, and a judge."""

import io
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from django.core.management import call_command

from ml.metrics.gate import Answers, Duel, NumbersDuel, judge
from ml.preprocessing.tile import from_bytes
from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.held_out_numbers import read_numbers
from recognizer.finetuning.labelled_drawing import (
    LabelledDrawing,
    TileLabel,
    tiles_of,
)
from recognizer.finetuning.lines import preview_lines, verdict_lines
from recognizer.finetuning.options import FineTuneOptions
from recognizer.finetuning.preview import Preview
from recognizer.finetuning.selection import BEYOND_SHARE, NO_FIT, select
from recognizer.finetuning.tiles import numbers_beyond_share
from recognizer.finetuning.training_data import gather, read_drawings
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion
from recognizer.versions.classifiers import load_classifier
from recognizer.versions.scores import HELD_OUT, HELD_OUT_NUMBERS
from tests.support import trained
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WIDE = {"page": (900, 400), "pen": 12}


def draw_number(number, owner, pen=12, label=None, by=None):
    picture = png(side_by_side(number), **WIDE | {"pen": pen})
    drawing = recognise(picture, owner=owner).drawing
    label_drawing(drawing, label or number, by=by)
    return drawing


@pytest.fixture
def numbers(staff):
    """Twelve people, each of whom draws two numbers and four digits."""
    for person in range(12):
        owner = f"person {person}"
        for number in ("42", "307"):
            draw_number(number, owner, pen=8 + person, by=staff)
        for digit in (0, 1, 2, 3):
            picture = png(DIGITS[digit], pen=8 + person)
            label_drawing(recognise(picture, owner=owner).drawing, digit, by=staff)


@pytest.fixture
def data(numbers, base):
    return read_drawings(select(holdout=0.3), base)


def test_each_digit_of_a_number_is_a_tile_on_its_persons_side(data, base):
    train = data.selection.train
    assert sum(row.number == "42" for row in train) > 5
    assert [tile.label for tile in tiles_of(train)] == data.train.y.tolist()
    assert 10 not in data.train.y
    owners = {row.owner for row in train}
    assert owners.isdisjoint(row.owner for row in data.selection.held_out)
    answers = load_classifier(base).probabilities(from_bytes(data.train.x)).argmax(1)
    assert (answers == data.train.y).mean() > 0.95


def test_a_number_that_does_not_fit_trains_nothing_and_is_listed(numbers, base, staff):
    picture = png(side_by_side("42"), page=(800, 300), pen=13)
    drawing = recognise(picture, owner="person 1").drawing
    label_drawing(drawing, "7777", by=staff)
    data = read_drawings(select(holdout=0.3), base)
    assert data.selection.left_out[NO_FIT] == [drawing.pk]
    preview = Preview("base", data.selection, 20)
    text = "\n".join(preview_lines(preview, 5))
    assert f"1 left out: {NO_FIT}\n  {drawing.pk}" in text
    assert "Numbers among them: " in text
    (left_out,) = preview.as_json()["left_out"]
    assert left_out == {"reason": NO_FIT, "n": 1, "ids": [str(drawing.pk)]}


def test_the_preview_counts_the_tiles_and_the_numbers_that_give_them(data):
    sides = Preview("base", data.selection, 20).as_json()
    for side, tiles in (("train", data.train), ("held_out", data.held_out)):
        counts = sides[side]
        assert counts["n"] == len(tiles.y) == sum(n for n, _ in counts["digits"])
        digits = counts["drawings"] - counts["numbers"]
        assert (counts["parts"], digits) == (
            counts["numbers"] // 2 * 5,
            counts["numbers"] * 2,
        )


def test_parts_do_not_outnumber_single_digits_unless_asked(numbers, base):
    def chosen(share):
        options = FineTuneOptions(numbers_share=share, holdout=0.3, trust_far=True)
        return gather(options, base, model=None).selection

    def counts(rows):
        parts = sum(len(row.parts) for row in rows)
        return parts, sum(not row.number for row in rows)

    for share in (0, 0.5, 1.0):
        selection = chosen(share)
        for side in (selection.train, selection.held_out):
            parts, digits = counts(side)
            assert share * digits - 3 <= parts <= share * digits
        assert selection.left_out[BEYOND_SHARE]
    assert BEYOND_SHARE not in chosen(2.0).left_out


def test_which_numbers_stay_goes_by_the_seed():
    parts = (TileLabel(4, 4), TileLabel(2, 2))
    number = LabelledDrawing(UUID(int=0), "", "", 10, 10, 1, number="42", parts=parts)
    rows = [replace(number, pk=UUID(int=n)) for n in range(20)]
    rows += [LabelledDrawing(UUID(int=n), "", "", 7, 7, 1) for n in range(100, 110)]
    rows += [LabelledDrawing(UUID(int=n), "", "", 10, 7, 1) for n in range(200, 210)]
    beyond = [numbers_beyond_share(rows, 1.0, seed) for seed in (0, 0, 1)]
    stay = [{*rows[:20]} - {*left_out} for left_out in beyond]
    assert [len(numbers) for numbers in stay] == [5, 5, 5]
    assert stay[0] == stay[1] != stay[2]


def test_whole_numbers_are_read_before_and_after_as_visitors_are_answered(data, base):
    labels = [number.drawing.number for number in data.numbers]
    held_out = [row for row in data.selection.held_out if row.number]
    assert sorted(labels) == sorted(row.number for row in held_out)
    answers = read_numbers(data.numbers, load_classifier(base))
    drawings = [Drawing.objects.get(pk=number.drawing.pk) for number in data.numbers]
    given = [drawing.predictions.get().answer_value for drawing in drawings]
    assert answers == given


def test_a_candidate_that_loses_whole_numbers_is_refused():
    y = np.arange(10).repeat(20)
    right = Answers(np.eye(11)[y])
    wrong = Answers(np.eye(11)[np.where(y == 7, 1, y)])
    labels = ["42", "007"] * 20
    worse = ["42", 10] * 20
    numbers = NumbersDuel(HELD_OUT_NUMBERS, labels, labels, worse)
    duel = Duel(HELD_OUT, y, wrong, right)
    verdict = judge(duel, [], numbers=numbers)
    assert verdict.refusals == (
        "On the held-out numbers it falls from 100.00% to 50.00%: at most 2 points may "
        "be lost.",
    )
    numbers = NumbersDuel(HELD_OUT_NUMBERS, labels, worse, labels)
    better = judge(duel, [], numbers=numbers)
    assert better.allowed
    assert "held-out numbers: 20 -> 40 of 40 right" in "\n".join(verdict_lines(better))


def test_the_report_shows_whole_numbers_and_forgets_a_drawing_with_its_parts(
    numbers, base
):
    training = trained.train(1).training
    shown = [
        drawing
        for drawing in Drawing.objects.filter(pk__in=training.held_out)
        if drawing.label_number == "307"
    ]
    assert training.report.count(f'data-drawing="{shown[0].pk}"') == 3
    assert "digit 2 of 307" in training.report
    forget(Drawing.objects.filter(pk=shown[0].pk))
    training.refresh_from_db()
    assert f'data-drawing="{shown[0].pk}"' not in training.report


@pytest.mark.slow
def test_the_command_trains_on_digits_of_numbers_and_reads_whole_ones(
    numbers, few_tiles
):
    out = io.StringIO()
    with suppress(SystemExit):  # three steps teach nothing, and the gate says so
        call_command("finetune", steps=3, holdout=0.3, trust_far=True, stdout=out)
    version = ModelVersion.objects.get(name="v0001")
    training = version.training
    trained_on = Drawing.objects.filter(pk__in=training.drawings)
    parts = sum(len(row.label_number) for row in trained_on)
    figures = version.scores[HELD_OUT_NUMBERS]
    judged = Drawing.objects.filter(pk__in=training.held_out).exclude(label_number="")
    assert parts > 20
    assert figures["before"]["n"] == figures["after"]["n"] == judged.count() > 1
    assert f"whose {parts} digits train" in out.getvalue()
    assert "held-out numbers: " in out.getvalue()
    assert f"whose {parts} digits are tiles of their own" in version.card
    assert "held-out numbers, whole" in training.report
