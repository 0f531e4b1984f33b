"""What was deleted since a backup is deleted again after its restore."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recognizer.backups.forgotten import NAME, ForgottenList, write_list
from recognizer.backups.places import place_at
from recognizer.deletion.forgetting import forget
from recognizer.drawings.recognition import recognise
from recognizer.models import Backup, Drawing, ForgottenDrawing, ModelFiles
from tests.support.commands import command
from tests.support.databases import connected_to
from tests.support.drawings import ONE, SEVEN, png


def listed(folder):
    return [line.split()[1] for line in (folder / NAME).read_text().splitlines()]


def test_it_is_deleted_again(empty_database, tmp_path, settings):
    settings.BACKUP_TO = str(tmp_path)
    kept, deleted = (recognise(png(strokes)).drawing for strokes in (ONE, SEVEN))
    ModelFiles._base_manager.update(litert=b"a", weights=b"b")
    command("backup")
    forget(Drawing.objects.filter(pk=deleted.pk))
    ForgottenList().update()
    with connected_to(empty_database):
        output = command("restore", tmp_path)
        assert f"manage.py forget --again {tmp_path}" in output
        assert Drawing.objects.count() == 2
        command("backup")  # by a site that knows of nothing, not even of the first
        assert listed(tmp_path) == [str(deleted.pk)]
        output = command("forget", "--again", yes=True)
        assert output.endswith("Deleted 1 drawing, 1 prediction, 0 label changes.\n")
        assert Drawing.objects.get() == kept
        assert "all is done" in command("forget", "--again")


@pytest.mark.django_db
def test_an_id_goes_once_no_backup_is_as_old(tmp_path, drawing, settings):
    settings.BACKUP_TO = str(tmp_path)
    forget(Drawing.objects.filter(pk=drawing.pk))
    place = place_at(str(tmp_path))
    write_list(place)
    assert listed(tmp_path) == [str(drawing.pk)]
    later = timezone.now() + timedelta(hours=1)
    Backup.objects.create(
        name="a", place="b", made_at=later, took=timedelta(), size=1, is_encrypted=False
    )
    write_list(place)
    assert not listed(tmp_path)
    assert not ForgottenDrawing.objects.exists()


@pytest.mark.django_db
def test_a_place_that_fails_stops_no_worker(settings, tmp_path, drawing, caplog):
    settings.BACKUP_TO = str(tmp_path / "file" / "backups")
    (tmp_path / "file").touch()
    forget(Drawing.objects.filter(pk=drawing.pk))
    ForgottenList().update()
    assert "Deleted drawings cannot be listed" in caplog.text
