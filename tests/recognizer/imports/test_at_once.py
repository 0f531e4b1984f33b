"""Several workers import at the same time, and no drawing comes twice."""

import threading

import pytest
from django.db import transaction

from recognizer.drawings.recognition import recognise
from recognizer.imports import readers
from recognizer.imports.containers import Folder
from recognizer.imports.first_look import look
from recognizer.imports.importer import Import
from recognizer.imports.local_files import LocalFiles
from recognizer.imports.readers import find_sections
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange
from tests.support.concurrency import run_together
from tests.support.drawings import DIGITS, SEVEN, png
from tests.support.imports import export, line, read


@pytest.mark.django_db(transaction=True)
def test_of_two_that_read_the_same_picture_at_once_one_keeps_it(tmp_path, staff):
    (tmp_path / "lines").write_text(line(png(SEVEN), label=7))
    both_have_read = threading.Barrier(2, timeout=60)
    counts = []

    def work():
        batch = Import(by=staff).read(read(tmp_path))
        both_have_read.wait()
        with transaction.atomic():
            counts.append(Import(by=staff).keep(batch).counts)

    assert not run_together(work, work)
    assert sorted(count["kept"] for count in counts) == [0, 1]
    assert sorted(count["known"] for count in counts) == [0, 1]
    assert Drawing.objects.get().label == 7
    assert LabelChange.objects.count() == 1


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.database
@pytest.mark.django_db
def test_sections_in_any_order_add_up_to_the_same(tmp_path, staff, monkeypatch, order):
    """The first label of a picture counts, and what its line says of it."""
    monkeypatch.setattr(readers, "MOST_RECORDS", 2)
    seven, three = png(SEVEN), png(DIGITS[3])
    rows = [
        line(seven, label=7, claim=1),
        line(three),
        line(seven, label=1, claim=2),
        line(three, label=3),
        line(seven),
        line(b"no picture"),
    ]
    (tmp_path / "lines").write_text("".join(rows))
    with LocalFiles() as files:
        sections = look(find_sections(Folder(tmp_path), files), files).sections
        assert [section.size for section in sections] == [2, 2, 2]
        records = [r for section in sections[::order] for r in section.read(files)]
        tallies = [*Import(by=staff).run(records)]
    counts = tallies[0].counts
    assert (counts["kept"], counts["known"], counts["refused"]) == (2, 3, 1)
    kept = Drawing.objects.values_list("label", "claim").order_by("label")
    assert [*kept] == [(3, None), (7, 1)]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.database
@pytest.mark.django_db
def test_tiles_and_the_pictures_they_are_of_count_once_in_any_order(
    tmp_path, staff, order
):
    for number in (3, 7):
        label_drawing(recognise(png(DIGITS[number])).drawing, number, by=staff)
    for format in ("idx", "jsonl", "npz", "png"):
        export(tmp_path / format, format)
    Drawing.objects.all().delete()
    with LocalFiles() as files:
        sections = look(find_sections(Folder(tmp_path), files), files).sections
        records = [r for section in sections[::order] for r in section.read(files)]
        for record in records:
            [*Import(by=staff).run([record])]
    assert Drawing.objects.count() == 2
    assert len(records) == 8
