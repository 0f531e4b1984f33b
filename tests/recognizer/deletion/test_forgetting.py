"""A drawing that is deleted goes whole, whoever deletes it and by which way."""

import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from rest_framework.test import APIClient

from recognizer.deletion.forgetting import forget, versions_made_with, would_forget
from recognizer.finetuning.selection import select
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction, Training
from tests.support.commands import command
from tests.support.drawings import data_url, png
from tests.support.html import parse
from tests.support.owners import VISITORS, of, sides
from tests.support.trained import train

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = "/admin/recognizer/drawing/"


def mentions(pk):
    """Each model of which any row holds the id in any field, but the opaque lists."""
    found, forms = set(), (str(pk), pk.hex)
    for model in apps.get_models():
        for row in model._default_manager.values():
            if model is Training:
                row = {"report": "" if row["report"].count(str(pk)) == 0 else str(pk)}
            if any(form in str(value) for value in row.values() for form in forms):
                found.add(model.__name__)
    return found


def by_the_api(drawing, admin):
    client = APIClient()
    posted = client.post("/api/v1/predictions/", {"image": data_url(png())}, "json")
    Drawing.objects.filter(owner=drawing.owner).update(
        owner=Drawing.objects.get(pk=posted.json()["id"]).owner
    )
    url = posted.json()["url"].replace(posted.json()["id"], str(drawing.pk))
    assert client.delete(url).status_code == 204


def on_its_page(drawing, admin):
    assert admin.post(f"{LIST}{drawing.pk}/delete/", {"post": "yes"}).status_code == 302


def in_the_list(drawing, admin):
    form = {"action": "delete_selected", "_selected_action": drawing.pk, "post": "yes"}
    assert admin.post(LIST, form).status_code == 302


def by_its_id(drawing, admin):
    command("forget", "--drawing", str(drawing.pk), "--yes")


def by_its_owner(drawing, admin):
    command("forget", "--owner", drawing.owner, "--yes")


def by_its_age(drawing, admin):
    long_ago = drawing.created_at.replace(year=2000)
    Drawing.objects.filter(pk=drawing.pk).update(created_at=long_ago)
    call_command("prune", "--older-than", "3650d", "--labelled", "--yes")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    "delete",
    [by_the_api, on_its_page, in_the_list, by_its_id, by_its_owner, by_its_age],
)
def test_no_row_mentions_a_drawing_that_is_deleted(visitors, admin, delete, side):
    drawing = sides(train(1))[side]
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    admin.post(LIST, form | {"form-0-id": drawing.pk, "form-0-label": 8})
    before = {"Drawing", "Prediction", "LabelChange", "LogEntry"}
    assert mentions(drawing.pk) == before | ({"Training"} if side else set())
    delete(drawing, admin)
    assert mentions(drawing.pk) == set()
    assert Drawing.objects.filter(owner__startswith="visitor").count() == VISITORS - 1


def test_others_keep_theirs(visitors):
    counts = forget(of("visitor 0"))
    assert (counts.drawings, counts.predictions, counts.label_changes) == (1, 1, 3)
    assert LabelChange.objects.count() == 3 * (VISITORS - 1)
    assert Prediction.objects.count() == VISITORS - 1


def test_more_drawings_than_one_query_deletes_go_together(visitors, monkeypatch):
    monkeypatch.setattr("recognizer.deletion.forgetting.BATCH", 4)
    expected = would_forget(Drawing.objects.all())
    assert forget(Drawing.objects.all()) == expected
    assert expected.label_changes == 3 * VISITORS


def test_an_error_on_the_way_keeps_everything(visitors, monkeypatch):
    version = train(1)
    monkeypatch.setattr("recognizer.deletion.forgetting.BATCH", 4)
    results = iter([{str(uuid.uuid4())}])
    monkeypatch.setattr(
        "recognizer.deletion.forgetting._ever_labelled", lambda _drawings: next(results)
    )
    with pytest.raises(StopIteration):
        forget(Drawing.objects.all())
    assert Drawing.objects.count() == VISITORS
    assert "data-drawing" in Training.objects.get(pk=version.pk).report


def test_the_versions_that_it_had_a_part_in_are_told(visitors):
    first = train(1)
    trained, judged = sides(first)
    train(2, parent=first)
    train(3, parent=train(4, parent=first))
    forget(of(judged.owner))
    found = versions_made_with(of(trained.owner))
    assert found.trained == ("v0001", "v0002", "v0003", "v0004")
    assert found.judged == ()
    assert "Trained versions: v0001, v0002, v0003, v0004;" in str(found)


def test_a_version_built_on_one_that_it_trained_is_told_too(visitors, staff):
    first = train(1)
    trained, _ = sides(first)
    label_drawing(trained, None, by=staff)
    train(2, parent=train(3, parent=first))
    found = versions_made_with(of(trained.owner))
    assert (found.trained, found.built_on) == (("v0001",), ("v0002", "v0003"))
    assert "Built on these: v0002, v0003." in str(found)


def test_the_next_fine_tune_leaves_a_deleted_drawing_out(visitors):
    trained, judged = sides(train(1))
    forget(Drawing.objects.filter(pk__in=[trained.pk, judged.pk]))
    after = train(2).training
    chosen = {*after.drawings, *after.held_out}
    assert len(chosen) == VISITORS - 2
    assert not chosen & {str(trained.pk), str(judged.pk)}
    left_out = select(holdout=0.5).left_out
    assert not any(trained.pk in ids for ids in left_out.values())


def pictures(report):
    return len(parse(report).all("img"))


def test_a_report_shows_a_held_out_drawing_until_it_is_deleted(visitors):
    version = train(1)
    judged = sides(version)[1]
    before = version.training.report
    forget(Drawing.objects.filter(pk=judged.pk))
    after = Training.objects.get().report
    assert pictures(before) == len(version.training.held_out)
    assert pictures(after) == pictures(before) - 1
    assert after.count("Deleted since.") == 1
    assert (str(judged.pk) in before, str(judged.pk) in after) == (True, False)


def test_a_report_does_not_show_what_was_deleted_while_it_was_made(visitors):
    held = select(holdout=0.5).held_out
    gone = Drawing.objects.filter(pk=held[0].pk)
    report = train(1, meanwhile=lambda: forget(gone)).training.report
    assert report.count("Deleted since.") == 1
    assert pictures(report) == len(held) - 1


def test_an_import_of_an_older_export_brings_a_drawing_back(visitors, tmp_path, staff):
    drawing = of("visitor 0").get()
    call_command("export_labels", tmp_path / "out", "--format", "jsonl")
    forget(Drawing.objects.filter(pk=drawing.pk))
    call_command("import_drawings", tmp_path / "out", "--label-by", staff.username)
    back = Drawing.objects.get(pk=drawing.pk)
    assert (back.label, back.owner) == (7, "")
