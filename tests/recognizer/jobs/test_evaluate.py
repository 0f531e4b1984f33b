"""The job that evaluates a version on the hold-out and on the labelled drawings."""

import json

import numpy as np
import pytest
from django.urls import reverse

from ml.metrics import gate
from ml.metrics.calibration import calibration_error
from recognizer.drawings.recognition import recognise
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import claim
from recognizer.jobs.files import read_json, write_file
from recognizer.jobs.kinds import kind_named
from recognizer.jobs.submission import submit
from recognizer.labelling.labels import label_drawing
from recognizer.models import Digit, Drawing, JobState, queries
from recognizer.versions.evaluation import Answers, count_answers, figures_of
from tests.support.drawings import DIGITS, png
from tests.support.jobs import do_next, evaluate_on_few_tiles, lose, work_off
from tests.support.numbers import side_by_side
from tests.support.versions import judged

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def few_tiles(monkeypatch):
    evaluate_on_few_tiles(monkeypatch)


@pytest.fixture
def labelled(few_tiles, staff, monkeypatch):
    """Seven drawings, one of them labelled otherwise than it is read, by threes."""
    monkeypatch.setattr(queries, "PAGE", 3)
    for digit in range(7):
        answer = recognise(png(DIGITS[digit]), owner=f"person {digit}")
        label = 8 if digit == 1 else answer.digit
        label_drawing(answer.drawing, label, by=staff)


def evaluated(version="base"):
    """The job, and the figures of the drawings and of the hold-out."""
    job = work_off(submit("evaluate", {"version": version}))
    assert job.state == JobState.DONE, job.sentence
    return job, *read_json(job, "evaluation.json")["sets"]


def test_it_reads_the_labelled_drawings_in_chunks(labelled):
    job, drawings, hold_out = evaluated()
    assert job.chunks.filter(phase=1).count() == 4
    assert (drawings["n"], drawings["right"], hold_out["n"]) == (7, 6, 40)
    assert drawings["recall"][8]["n"] == 1
    assert sum(map(sum, drawings["confusion"])) == 7
    assert job.counts["labelled_drawings_read_right"] == 6
    assert job.sentence.startswith("base reads 85.7 % (")


def test_a_labelled_number_is_right_with_every_digit(few_tiles, staff):
    for drawn, label in (("42", "42"), ("35", "36"), ("7", "71"), ("7", 7)):
        answer = recognise(png(side_by_side(drawn), pen=6), owner=drawn + str(label))
        label_drawing(answer.drawing, label, by=staff)
    job, drawings, _ = evaluated()
    numbers = read_json(job, "evaluation.json")["numbers"]
    assert (drawings["n"], drawings["right"]) == (1, 1)
    assert (numbers["n"], numbers["right"]) == (3, 1)
    assert numbers["outcomes"]["read as another number"] == 1
    assert numbers["outcomes"]["read as one digit"] == 1
    assert [(row["length"], row["n"]) for row in numbers["lengths"]] == [(2, 3)]
    assert job.counts["labelled_numbers_read_right"] == 1
    assert "of 3 labelled numbers and " in job.sentence


def test_no_digit_that_is_read_as_a_number_is_misread(few_tiles, staff):
    answer = recognise(png(side_by_side("42"), pen=6))
    label_drawing(answer.drawing, Digit.NOT_A_DIGIT, by=staff)
    _, drawings, _ = evaluated()
    assert (drawings["n"], drawings["right"]) == (1, 0)
    assert drawings["confusion"][10][-1] == 1


def test_the_page_shows_numbers_and_evaluations_of_before_they_were_read(
    labelled, staff, client
):
    answer = recognise(png(side_by_side("42"), pen=6), owner="somebody else")
    label_drawing(answer.drawing, "42", by=staff)
    job, *_ = evaluated()
    client.force_login(staff)
    page = reverse("admin:recognizer_job_change", args=[job.pk])
    text = client.get(page).content.decode()
    assert "<h2>Labelled numbers</h2>" in text
    assert '<th scope="col">a number</th>' in text
    report = read_json(job, "evaluation.json")
    del report["numbers"]
    for figures in report["sets"]:
        figures["confusion"] = [row[:11] for row in figures["confusion"]]
    write_file(job, "evaluation.json", [json.dumps(report).encode()])
    text = client.get(page).content.decode()
    assert "Labelled drawings" in text
    assert "<h2>Labelled numbers</h2>" not in text
    assert "a number</th>" not in text


def test_a_chunk_whose_worker_was_lost_counts_once(labelled):
    job = submit("evaluate", {"version": "base"})
    do_next(job)
    kind_named("evaluate").run(ChunkRun(claim(job.pk)))
    lose(job)
    assert work_off(job).counts["fixed_hold_out"] == 40


def test_what_trained_a_version_or_cannot_be_read_does_not_count(labelled, second):
    trained, damaged, *_ = Drawing.objects.order_by("pk")
    Drawing.objects.filter(pk=damaged.pk).update(picture=b"damaged")
    judged(second, drawings=[str(trained.pk)])
    job, drawings, _ = evaluated(second.name)
    assert drawings["n"] == 5
    assert job.counts["left_out_as_they_trained_it"] == 1
    assert job.counts["left_out_as_unreadable"] == 1


def test_a_damaged_version_is_named(few_tiles, second):
    type(second.files)._base_manager.filter(pk=second.pk).update(litert=b"damaged")
    job = work_off(submit("evaluate", {"version": second.name}))
    assert job.state == JobState.FAILED
    assert f"{second} cannot be loaded" in job.sentence


def test_counts_of_parts_add_up_to_the_figures_of_all():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 11, 300)
    probabilities = rng.dirichlet(np.full(11, 0.2), 300)
    parts = [
        count_answers("all", Answers.to_tiles(probabilities[part]), labels[part])
        for part in (slice(0, 70), slice(70, 300))
    ]
    figures = figures_of("all", parts[0] + parts[1])
    answers = gate.Answers(probabilities)
    expected = gate.compare(gate.Duel("all", labels, answers, answers))["after"]
    assert (figures["n"], figures["right"]) == (expected["n"], expected["right"])
    recall = [row["accuracy"] for row in figures["recall"]]
    assert recall == pytest.approx([*expected["recall"].values()], abs=1e-4)
    error = calibration_error(probabilities, labels, 10)
    assert figures["calibration_error"] == pytest.approx(error, abs=1e-4)
