"""The jobs that a night prepares: suspect labels, and the drift of past days."""

import pytest

from recognizer.deletion.forgetting import forget
from recognizer.jobs.submission import submit
from recognizer.labelling.label_doctor import examine
from recognizer.labelling.labels import confirm
from recognizer.models import Distribution, Drawing, SuspectLabel
from tests.support.drift import keep_day, yesterday
from tests.support.jobs import work_off

pytestmark = pytest.mark.django_db
DOCTOR = "/admin/recognizer/drawing/doctor/"


@pytest.fixture
def found(wrong):
    return work_off(submit("label_doctor", {}))


def test_suspects_are_kept_for_their_page(found, wrong, admin, monkeypatch):
    assert found.sentence == "1 label is suspect."
    monkeypatch.setattr("recognizer.admin.label_doctor.examine", None)
    assert str(wrong.pk) in admin.get(DOCTOR).content.decode()


def test_what_is_confirmed_since_is_not_shown(found, wrong, staff, admin):
    confirm(wrong, 1, by=staff)
    assert str(wrong.pk) not in admin.get(DOCTOR).content.decode()


def test_a_suspect_goes_with_its_drawing(found, wrong):
    forget(Drawing.objects.filter(pk=wrong.pk))
    assert not SuspectLabel.objects.exists()


def test_a_later_look_takes_the_place_of_the_last(found, wrong):
    work_off(submit("label_doctor", {}))
    assert SuspectLabel.objects.count() == len(examine()) == 1


def test_past_days_are_measured(validated):
    keep_day(yesterday())
    job = work_off(submit("statistics", {}))
    assert job.sentence == "1 day measured."
    assert Distribution.objects.filter(day=yesterday()).exists()
    assert work_off(submit("statistics", {})).sentence == "0 days measured."
