"""A drawing that is deleted goes whole, whoever deletes it and by which way."""

import io
import uuid

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from recognizer.deletion.forgetting import forget, versions_made_with, would_forget
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.finetuning.selection import select
from recognizer.labelling.labels import label_drawing
from recognizer.labelling.undo import undo_change
from recognizer.models import Drawing, LabelChange, Prediction, Training
from tests.support.drawings import DIGITS, SEVEN, data_url, png
from tests.support.html import parse
from tests.support.trained import train

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = "/admin/recognizer/drawing/"
VISITORS = 6


def draw(owner, strokes=SEVEN, **how):
    return recognise(png(strokes, **how), owner=owner, strokes=SEVEN).drawing


def of(owner):
    return Drawing.objects.filter(owner=owner)


@pytest.fixture
def labelled(staff):
    """A drawing each of six visitors, labelled; labels of the first are taken back.

    So that there is a change that undoes another.
    """
    for n in range(VISITORS):
        drawing = draw(f"visitor {n}", size=0.3 + n / 30, pen=10 + n)
        undo_change(label_drawing(drawing, 1, by=staff), by=staff)
        label_drawing(drawing, 7, by=staff)
        keep_claim(drawing, 7)


def sides(version):
    """A drawing that trained the version, and one that judged it."""
    ids = version.training.drawings[0], version.training.held_out[0]
    return [Drawing.objects.get(pk=pk) for pk in ids]


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


def run(*arguments):
    out = io.StringIO()
    call_command("forget", *arguments, stdout=out, stderr=out)
    return out.getvalue()


# By each way


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
    run("--drawing", str(drawing.pk), "--yes")


def by_its_owner(drawing, admin):
    run("--owner", drawing.owner, "--yes")


def by_its_age(drawing, admin):
    long_ago = drawing.created_at.replace(year=2000)
    Drawing.objects.filter(pk=drawing.pk).update(created_at=long_ago)
    call_command("prune", "--older-than", "3650d", "--labelled", "--yes")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    "delete",
    [by_the_api, on_its_page, in_the_list, by_its_id, by_its_owner, by_its_age],
)
def test_no_row_mentions_a_drawing_that_is_deleted(labelled, admin, delete, side):
    drawing = sides(train(1))[side]
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    admin.post(LIST, form | {"form-0-id": drawing.pk, "form-0-label": 8})
    before = {"Drawing", "Prediction", "LabelChange", "LogEntry"}
    assert mentions(drawing.pk) == before | ({"Training"} if side else set())
    delete(drawing, admin)
    assert mentions(drawing.pk) == set()
    assert Drawing.objects.filter(owner__startswith="visitor").count() == VISITORS - 1


def test_others_keep_theirs(labelled):
    counts = forget(of("visitor 0"))
    assert (counts.drawings, counts.predictions, counts.label_changes) == (1, 1, 3)
    assert LabelChange.objects.count() == 3 * (VISITORS - 1)
    assert Prediction.objects.count() == VISITORS - 1


def test_more_drawings_than_one_query_deletes_go_together(labelled, monkeypatch):
    monkeypatch.setattr("recognizer.deletion.forgetting.BATCH", 4)
    expected = would_forget(Drawing.objects.all())
    assert forget(Drawing.objects.all()) == expected
    assert expected.label_changes == 3 * VISITORS


def test_an_error_on_the_way_keeps_everything(labelled, monkeypatch):
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


# Versions


def test_the_versions_that_it_had_a_part_in_are_told(labelled):
    first = train(1)
    trained, judged = sides(first)
    train(2, parent=first)
    train(3, parent=train(4, parent=first))
    forget(of(judged.owner))
    found = versions_made_with(of(trained.owner))
    assert found.trained == ("v0001", "v0002", "v0003", "v0004")
    assert found.judged == ()
    assert "Trained versions: v0001, v0002, v0003, v0004;" in str(found)


def test_a_version_built_on_one_that_it_trained_is_told_too(labelled, staff):
    first = train(1)
    trained, _ = sides(first)
    label_drawing(trained, None, by=staff)
    train(2, parent=train(3, parent=first))
    found = versions_made_with(of(trained.owner))
    assert (found.trained, found.built_on) == (("v0001",), ("v0002", "v0003"))
    assert "Built on these: v0002, v0003." in str(found)


def test_the_next_fine_tune_leaves_a_deleted_drawing_out(labelled):
    trained, judged = sides(train(1))
    forget(Drawing.objects.filter(pk__in=[trained.pk, judged.pk]))
    after = train(2).training
    chosen = {*after.drawings, *after.held_out}
    assert len(chosen) == VISITORS - 2
    assert not chosen & {str(trained.pk), str(judged.pk)}
    left_out = select(holdout=0.5).left_out
    assert not any(trained.pk in ids for ids in left_out.values())


def test_the_drawings_page_and_the_confirmations_say_which_versions(labelled, admin):
    trained, judged = sides(train(1))
    form = {"action": "delete_selected", "_selected_action": trained.pk}
    for page in (
        admin.get(f"{LIST}{trained.pk}/change/"),
        admin.get(f"{LIST}{trained.pk}/delete/"),
        admin.post(LIST, form),
    ):
        assert "Trained versions: v0001; the next fine-tune" in page.content.decode()
    page = admin.get(f"{LIST}{judged.pk}/delete/").content.decode()
    assert "Judged versions: v0001." in page


def test_a_versions_page_says_how_many_of_its_drawings_are_deleted(labelled, admin):
    version = train(1)
    url = f"/admin/recognizer/modelversion/{version.pk}/change/"
    n, held = len(version.training.drawings), len(version.training.held_out)
    text = "{} of the {} that trained it and {} of the {} that judged it"
    assert text.format(0, n, 0, held) in admin.get(url).content.decode()
    forget(Drawing.objects.filter(pk=sides(version)[1].pk))
    assert text.format(0, n, 1, held) in admin.get(url).content.decode()


def test_the_admin_keeps_who_deleted_how_many_but_not_which(labelled, admin, staff):
    drawing = of("visitor 0").get()
    on_its_page(drawing, admin)
    (entry,) = staff.logentry_set.all()
    assert (entry.object_repr, entry.object_id) == ("1 drawing", None)


# Reports


def pictures(report):
    return len(parse(report).all("img"))


def test_a_report_shows_a_held_out_drawing_until_it_is_deleted(labelled):
    version = train(1)
    judged = sides(version)[1]
    before = version.training.report
    forget(Drawing.objects.filter(pk=judged.pk))
    after = Training.objects.get().report
    assert pictures(before) == len(version.training.held_out)
    assert pictures(after) == pictures(before) - 1
    assert after.count("Deleted since.") == 1
    assert (str(judged.pk) in before, str(judged.pk) in after) == (True, False)


def test_a_report_does_not_show_what_was_deleted_while_it_was_made(labelled):
    held = select(holdout=0.5).held_out
    gone = Drawing.objects.filter(pk=held[0].pk)
    report = train(1, meanwhile=lambda: forget(gone)).training.report
    assert report.count("Deleted since.") == 1
    assert pictures(report) == len(held) - 1


# The command


def test_a_dry_run_says_what_would_go_and_keeps_it(labelled):
    trained, _ = sides(train(1))
    said = run("--owner", trained.owner, "--dry-run")
    assert "1 drawing, 1 prediction, 3 label changes. Trained versions: v0001;" in said
    assert Drawing.objects.count() == VISITORS


def test_an_operator_finds_a_visitor_by_one_of_the_drawings(labelled):
    another = draw("visitor 3", DIGITS[2])
    said = run("--owner-of", str(another.pk), "--yes")
    assert "Drawn by visitor 3." in said
    assert "Deleted 2 drawings" in said
    assert not of("visitor 3").exists()


@pytest.mark.parametrize("answer", ["no", "", "y", EOFError])
def test_without_a_yes_nothing_is_deleted(labelled, monkeypatch, answer):
    def say(_question):
        if answer is EOFError:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", say)
    with pytest.raises(CommandError, match="Nothing is deleted"):
        run("--owner", "visitor 3")
    assert Drawing.objects.count() == VISITORS


def test_a_yes_deletes(labelled, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    run("--owner", "visitor 3")
    assert not of("visitor 3").exists()


@pytest.mark.parametrize(
    "whose",
    [
        ("--owner", "nobody"),
        ("--owner", ""),
        ("--drawing", str(uuid.uuid4())),
        ("--owner-of", str(uuid.uuid4())),
    ],
)
def test_what_matches_nothing_is_an_error(labelled, whose):
    draw("")
    with pytest.raises(CommandError, match="no such drawing"):
        run(*whose, "--yes")
    assert Drawing.objects.count() == VISITORS + 1


def test_of_several_drawings_those_that_are_not_here_are_named(labelled):
    here, missing = of("visitor 0").get().pk, uuid.uuid4()
    said = run("--drawing", str(here), str(missing), "--yes")
    assert f"Not here: {missing}." in said
    assert "Deleted 1 drawing," in said


def test_a_drawing_of_nobody_known_leads_to_no_other(labelled):
    drawing = draw("")
    with pytest.raises(CommandError, match="Nobody is known"):
        run("--owner-of", str(drawing.pk), "--yes")
    assert Drawing.objects.count() == VISITORS + 1


@pytest.mark.parametrize(
    "arguments",
    [(), ("--drawing", "7"), ("--owner", "a", "--drawing", str(uuid.uuid4()))],
)
def test_who_is_meant_has_to_be_clear(arguments):
    with pytest.raises(CommandError):
        run(*arguments, "--yes")


# Imports


def test_an_import_of_an_older_export_brings_a_drawing_back(labelled, tmp_path, staff):
    drawing = of("visitor 0").get()
    call_command("export_labels", tmp_path / "out", "--format", "jsonl")
    forget(Drawing.objects.filter(pk=drawing.pk))
    call_command("import_drawings", tmp_path / "out", "--label-by", staff.username)
    back = Drawing.objects.get(pk=drawing.pk)
    assert (back.label, back.owner) == (7, "")
