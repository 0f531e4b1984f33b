"""Fixtures of all tests of imports."""

import pytest
from django.core.management import call_command

from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, SEVEN, png
from tests.support.imports import export


@pytest.fixture
def run(capsys):
    """Import; returns what was printed, and what was refused."""

    def run(*paths, **options):
        call_command("import_drawings", *paths, **options)
        return capsys.readouterr()

    return run


@pytest.fixture
def labelled(staff):
    """A seven, a three that is labelled 8, and what is no digit."""
    for strokes, label in ((SEVEN, 7), (DIGITS[3], 8), (DIGITS[0], 10)):
        drawing = recognise(png(strokes), strokes=[[[1, 2]]]).drawing
        label_drawing(keep_claim(drawing, 4), label, by=staff)


@pytest.fixture
def exported(labelled, tmp_path):
    """A folder of that format; the database is as empty as before."""

    def exported(format):
        folder = export(tmp_path / format, format)
        Drawing.objects.all().delete()
        return folder

    return exported
