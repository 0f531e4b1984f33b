"""manage.py finetune on drawings of several people, from labels to a promotion."""

import io
import sys
from contextlib import suppress

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from ml.inference.version_files import read_front_matter
from ml.training.finetune import FineTune
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.candidate import train_candidate
from recognizer.finetuning.parent_model import load_parent_model
from recognizer.finetuning.selection import (
    HELD_OUT_TWIN,
    TRAINED_BEFORE,
    TWIN,
    TWO_LABELS,
    is_held_out,
    select,
)
from recognizer.finetuning.training_data import (
    CannotTrain,
    FineTuneOptions,
    gather,
)
from recognizer.labelling.labels import label_drawing
from recognizer.locks import Busy, only_one
from recognizer.models import Drawing, ModelVersion, Promotion, Training
from recognizer.versions.promotion import promote, promoted_version
from tests.support import trained
from tests.support.drawings import hat
from tests.support.versions import copy_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def people(staff):
    """Twelve people who draw four hats each, labelled seven."""
    rng = np.random.default_rng(0)
    for number in range(12):
        for _ in range(4):
            answer = recognise(hat(rng), owner=f"person {number}")
            label_drawing(answer.drawing, 7, by=staff)


def finetune(*arguments, out=None):
    out = out or io.StringIO()
    call_command("finetune", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def at_once(monkeypatch):
    """Call this for a training that takes no time; `meanwhile` is done in it."""

    def install(*, better=True, meanwhile=lambda: None):
        def train(data, _model, _order, **_):
            meanwhile()
            litert = bytes(data.parent.files.litert) + b"more"
            return trained.candidate(data, litert, better=better)

        monkeypatch.setattr(
            "recognizer.management.commands.finetune.load_parent_model",
            lambda _parent: trained.Model(),
        )
        monkeypatch.setattr(
            "recognizer.management.commands.finetune.train_candidate", train
        )

    return install


# No network, so nothing is said of how far drawings are from each other.
QUICK = ("--trust-far", "--holdout", "0.3")


def test_nobody_is_on_both_sides_and_twins_train_once(people, staff):
    again = Drawing.objects.order_by("pk").first()
    twin = recognise(bytes(again.picture), owner=again.owner).drawing
    label_drawing(twin, 7, by=staff)
    chosen = select(holdout=0.3)
    owners = [{row.owner for row in side} for side in (chosen.train, chosen.held_out)]
    assert not owners[0] & owners[1]
    assert len(chosen.train) + len(chosen.held_out) == 48
    assert len(chosen.left_out[TWIN]) == 1


def test_a_tile_with_two_labels_or_on_both_sides_does_not_train(people, staff):
    chosen = select(holdout=0.3)
    held, trained = (
        Drawing.objects.get(pk=side[0].pk) for side in (chosen.held_out, chosen.train)
    )
    twin = recognise(bytes(held.picture), owner=trained.owner).drawing
    label_drawing(twin, 7, by=staff)
    other = recognise(bytes(trained.picture), owner=trained.owner).drawing
    label_drawing(other, 1, by=staff)
    left_out = select(holdout=0.3).left_out
    assert left_out[HELD_OUT_TWIN] == [twin.pk]
    assert set(left_out[TWO_LABELS]) == {trained.pk, other.pk}


def test_who_is_held_out_never_changes_and_a_larger_share_keeps_the_smaller(people):
    rows = [*select(holdout=0.2).train, *select(holdout=0.2).held_out]
    small = {row.owner for row in rows if is_held_out(row, 0.2)}
    large = {row.owner for row in rows if is_held_out(row, 0.4)}
    assert small
    assert small < large


def test_whoever_trained_a_version_judges_none_that_is_built_on_it(
    people, staff, at_once
):
    at_once()
    finetune(*QUICK, "--promote")
    again = Drawing.objects.get(pk=promoted_version().training.drawings[0])
    more = recognise(hat(np.random.default_rng(7)), owner=again.owner)
    label_drawing(more.drawing, 7, by=staff)
    options = FineTuneOptions(holdout=0.7, trust_far=True)
    chosen = gather(options, promoted_version(), model=None).selection
    trained = set(promoted_version().training.drawings)
    owners = set(Drawing.objects.filter(pk__in=trained).values_list("owner", flat=True))
    assert chosen.left_out[TRAINED_BEFORE]
    assert chosen.held_out
    assert owners.isdisjoint(row.owner for row in chosen.held_out)


def test_a_dry_run_says_what_it_would_use_and_keeps_nothing(people):
    said = finetune("--dry-run", "--holdout", "0.3")
    assert "labelled drawings to train on" in said
    assert "7: " in said
    assert not ModelVersion.objects.filter(parent__isnull=False).exists()


def test_a_dry_run_names_drawings_as_the_admin_finds_them(people, staff, at_once):
    at_once()
    for drawing in Drawing.objects.all():
        label_drawing(
            recognise(bytes(drawing.picture), owner=drawing.owner).drawing,
            7,
            by=staff,
        )
    few, all_ = (finetune(*QUICK, "--dry-run", *more) for more in ((), ("-v", "2")))
    ids = {str(pk) for pk in Drawing.objects.values_list("pk", flat=True)}
    assert len([pk for pk in ids if pk in few]) == 8
    assert "and 40 more; -v 2 names all" in few
    assert all(pk in all_ for pk in ids)


def test_too_few_labels_are_refused_with_both_numbers(people):
    with pytest.raises(CommandError, match=r"48 labelled .* asks for 500"):
        finetune("--min-labels", "500")


def test_drawings_of_one_person_alone_cannot_be_judged(db, staff):
    rng = np.random.default_rng(0)
    for _ in range(20):
        answer = recognise(hat(rng), owner="alone")
        label_drawing(answer.drawing, 7, by=staff)
    with pytest.raises(CommandError, match="drawings of more people"):
        finetune()


@pytest.mark.parametrize(
    "option",
    [
        "--seed=-1",
        "--seed=3000000000",
        "--learning-rate=nan",
        "--learning-rate=0",
        "--replay=10",
        "--steps=0",
        "--holdout=1",
    ],
)
def test_a_number_that_cannot_be_is_refused_with_those_that_can(db, option):
    name, _ = option.split("=")
    with pytest.raises(CommandError, match=f"{name} .*: from .* to .* is possible"):
        finetune(option)


def test_without_tensorflow_it_says_what_to_install(people, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    with pytest.raises(CommandError, match=r"pip install -r requirements\.txt"):
        finetune("--dry-run")


@pytest.mark.slow
def test_damaged_keras_weights_are_named_with_their_version(db):
    promote(copy_of(promoted_version(), "v0002"), why="It answers well.")
    with pytest.raises(CommandError, match="weights of v0002 are damaged"):
        finetune("--dry-run")


def test_ctrl_c_ends_it_with_a_sentence_and_keeps_nothing(people, at_once):
    def ctrl_c():
        raise KeyboardInterrupt

    at_once(meanwhile=ctrl_c)
    with pytest.raises(CommandError, match="Stopped") as stopped:
        finetune(*QUICK)
    assert stopped.value.returncode == 130
    assert not Training.objects.exists()


def test_two_runs_at_once_are_refused(people, monkeypatch):
    def busy(_name):
        raise Busy("Another finetune is running.")

    monkeypatch.setattr("recognizer.management.commands.finetune.only_one", busy)
    with pytest.raises(CommandError, match="Another finetune is running"):
        finetune()


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_held_by_one_connection_alone(db):
    from threading import Thread

    seen = []

    def try_it():
        from django.db import connection

        try:
            with only_one("finetune"):
                seen.append("taken")
        except Busy:
            seen.append("busy")
        connection.close()

    with only_one("finetune"):
        (thread := Thread(target=try_it)).start()
        thread.join()
    (thread := Thread(target=try_it)).start()
    thread.join()
    assert seen == ["busy", "taken"]


@pytest.mark.parametrize("better", [True, False])
def test_what_was_judged_against_another_version_is_not_promoted(
    people, at_once, better
):
    def promote_another():
        promote(copy_of(promoted_version(), "v0009"), why="It could not wait.")

    at_once(better=better, meanwhile=promote_another)
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        finetune(*QUICK, "--promote", "--force", "for a test", out=out)
    assert stopped.value.code == 3
    assert "judged against base, but v0009 answers now" in out.getvalue()
    assert promoted_version().name == "v0009"
    assert Training.objects.get().version.name == "v0010"


def test_a_version_that_was_not_promoted_says_how_it_may_be(people, at_once):
    at_once()
    assert "manage.py promote v0001 --why" in finetune(*QUICK, "--force", "for a test")
    assert promoted_version().name == "base"


@pytest.mark.parametrize(
    ("better", "why"),
    [(True, "The gate allowed it."), (False, "Forced: it is urgent")],
)
def test_why_and_by_whom_it_is_promoted_is_kept(people, staff, at_once, better, why):
    at_once(better=better)
    finetune(*QUICK, "--by", "staff", "--promote", "--force", " it is urgent ")
    promotion = Promotion.objects.first()
    assert promoted_version().training.by == promotion.by == staff
    assert (promotion.version.name, promotion.why) == ("v0001", why)


@pytest.mark.parametrize("option", [("--force", " "), ("--by", "nobody")])
def test_no_reason_and_nobody_are_refused_before_training(db, option):
    with pytest.raises(CommandError, match=option[0]):
        finetune(*option)


def test_a_report_that_cannot_be_written_is_refused_before_training(people, tmp_path):
    for path, why in ((tmp_path / "no" / "r.html", "No such"), (tmp_path, "a folder")):
        with pytest.raises(CommandError, match=f"--report: .*{why}"):
            finetune("--report", str(path))
    assert not Training.objects.exists()


def test_a_report_that_can_be_written_no_more_costs_no_promotion(
    people, at_once, tmp_path
):
    folder = tmp_path / "reports"
    folder.mkdir()
    at_once(meanwhile=folder.rmdir)
    out = io.StringIO()
    with pytest.raises(CommandError, match="admin's page of v0001 shows it"):
        finetune(*QUICK, "--promote", "--report", str(folder / "r.html"), out=out)
    assert "Promoted v0001." in out.getvalue()
    assert promoted_version().name == "v0001"


def test_the_recipe_that_is_kept_tells_all_that_was_asked_for(people, at_once):
    at_once()
    finetune(*QUICK, "--since", "2020-02-03", "--seed", "5", "--promote")
    version = promoted_version()
    asked = {"holdout": 0.3, "trust_far": True, "trust_reviewers": False, "seed": 5}
    assert asked.items() <= version.recipe.items()
    assert version.recipe["since"].startswith("2020-02-03 00:00")
    assert version.recipe["mnist"] is None
    assert version.recipe["shares"] == list(FineTune().shares)
    assert read_front_matter(version.card)["digitsite"]["recipe"] == version.recipe


@pytest.mark.slow
def test_the_same_labels_and_seed_make_the_same_version_and_it_is_named(people):
    from keras.utils import clear_session  # its counters name what is exported

    short = ("--steps", "5", "--holdout", "0.3")
    clear_session()
    with suppress(SystemExit):  # whatever the gate says of so short a run
        finetune(*short)
    clear_session()  # as in a process of its own
    with pytest.raises(CommandError, match="gave v0001 again"):
        finetune(*short)
    assert Training.objects.count() == 1


def test_a_candidate_that_the_gate_refuses_is_kept_and_marked(people, at_once):
    at_once(better=False)
    with pytest.raises(SystemExit) as stopped:
        finetune(*QUICK, "--promote")
    assert stopped.value.code == 3
    assert promoted_version().name == "base"
    assert "has to read more" in Training.objects.get().refusals[0]


@pytest.mark.slow
def test_weights_that_grow_without_end_are_not_kept(people):
    options = FineTuneOptions(recipe=FineTune(steps=3, learning_rate=1e30))
    model = load_parent_model(parent := promoted_version())
    data = gather(options, parent, model)
    with pytest.raises(CannotTrain, match="lower --learning-rate"):
        train_candidate(data, model, options, log=print, on_step=print)
