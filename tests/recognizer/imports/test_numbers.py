"""Labelled numbers that were exported are read back, whole and once."""

import pytest

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Reason
from tests.support.drawings import DIGITS, SEVEN, png
from tests.support.imports import export, line, read
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NUMBERS = ("42", "007", "315")


def picture_of(number, pen=12):
    return png(side_by_side(number), page=(1000, 400), pen=pen)


@pytest.fixture
def numbers(staff):
    """Three labelled numbers, one of them with a claim, and a seven."""
    for number in NUMBERS:
        label_drawing(recognise(picture_of(number)).drawing, number, by=staff)
    keep_claim(Drawing.objects.get(label_number="42"), "47")
    label_drawing(recognise(png(SEVEN)).drawing, 7, by=staff)


def values():
    return {drawing.pk: drawing.label_value for drawing in Drawing.objects.all()}


@pytest.mark.parametrize("format", ["png", "jsonl"])
def test_numbers_are_read_back_with_their_labels_and_no_part_apart(
    run, numbers, tmp_path, format
):
    before = values()
    folder = export(tmp_path / format, format)
    out = run(folder, label_by="staff").out
    assert out == "Kept 0, labelled 0; 4 here already, 0 refused.\n"
    Drawing.objects.all().delete()
    out = run(folder, label_by="staff").out
    assert out == "Kept 4, labelled 4; 0 here already, 0 refused.\n"
    assert values() == before
    changes = LabelChange.objects.exclude(to_number="")
    assert {change.to_value for change in changes} == {*NUMBERS}


def test_a_claim_is_read_back(run, numbers, tmp_path):
    folder = export(tmp_path / "jsonl", "jsonl")
    Drawing.objects.all().delete()
    run(folder, label_by="staff")
    assert Drawing.objects.get(label_number="42").claim_value == "47"


def test_lines_of_an_older_release_are_read_as_before(run, staff, tmp_path):
    path = tmp_path / "lines"
    text = line(png(SEVEN), label=7, claim=10) + line(picture_of("42"), label=10)
    path.write_text(text)
    run(path, label_by="staff")
    assert sorted(Drawing.objects.values_list("label", "label_number", "claim")) == [
        (7, "", 10),
        (10, "", None),
    ]


@pytest.mark.parametrize("label", ["7", "", "1234567890123", "4 2", "٤٢", 42, 4.2])
def test_what_is_no_number_is_refused(run, staff, tmp_path, label):
    path = tmp_path / "lines"
    path.write_text(line(png(SEVEN), label=7) + line(picture_of("42"), label=label))
    out = run(path, label_by="staff")
    assert 'or a number such as "42", of 2 to 12 digits' in out.err
    assert Drawing.objects.count() == 1


def test_folders_of_other_data_sets_keep_their_meaning(tmp_path):
    for folder in ("several-digits-42", "several-digits-7", "numbers/07", "parts/7"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.png").write_bytes(png(SEVEN))
    labels = {record.name.split("/")[-2]: record.label for record in read(tmp_path)}
    assert labels == {"several-digits-42": "42", "several-digits-7": None} | {
        "07": 7,
        "7": 7,
    }


def mixed_up(folder, count=12):
    """Lines of numbers with the labels of others, as after a slip of the rows."""
    numbers = [f"{n + 10}" for n in range(count)]
    rows = zip(numbers, [*numbers[1:], numbers[0]], strict=True)
    text = "".join(line(picture_of(number), label=label) for number, label in rows)
    (folder / "lines").write_text(text)
    return folder / "lines"


def test_labels_of_numbers_that_answers_deny_wait_for_somebody(run, staff, tmp_path):
    out = run(mixed_up(tmp_path), label_by="staff").out
    assert "Warning: base agrees with 0 of" in out
    assert "12 labels train nothing until somebody has looked" in out
    assert {*Drawing.objects.values_list("waits_for", flat=True)} == {Reason.DOUBTFUL}
    assert not Drawing.objects.labelled().exists()


def test_numbers_as_labels_of_single_digits_wait_for_somebody(run, staff, tmp_path):
    """As "07" is where somebody has padded the names of classes."""
    pictures = {f"{digit:02}": png(DIGITS[digit]) for digit in range(10)}
    text = "".join(line(picture, label=name) for name, picture in pictures.items())
    (tmp_path / "lines").write_text(text)
    out = run(tmp_path / "lines", label_by="staff").out
    assert "Warning: base agrees with 0 of" in out
    assert not Drawing.objects.labelled().exists()
