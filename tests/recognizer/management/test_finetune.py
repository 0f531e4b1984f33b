"""manage.py finetune on drawings of several people, from labels to a promotion."""

import io
import sys
from contextlib import suppress
from functools import partial

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from ml.inference.version_files import read_front_matter
from ml.training.finetune import FineTune
from recognizer.drawings.recognition import recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion, Promotion, Training
from recognizer.versions.promotion import answering_version, promote
from tests.support.concurrency import held_elsewhere
from tests.support.drawings import odd_seven
from tests.support.owners import sent_again
from tests.support.trained import train_at_once
from tests.support.versions import add_version

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# No network, so nothing is said of how far drawings are from each other.
QUICK = ("--trust-far", "--holdout", "0.3")


def finetune(*arguments, out=None):
    out = out or io.StringIO()
    call_command("finetune", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def at_once(monkeypatch):
    """Call this for a training that takes no time."""
    return partial(train_at_once, monkeypatch)


@pytest.mark.slow
def test_a_dry_run_says_what_it_would_use_and_keeps_nothing(people, few_tiles):
    output = finetune("--dry-run", "--holdout", "0.3")
    assert "labelled drawings to train on" in output
    assert "7: " in output
    assert not ModelVersion.objects.filter(parent__isnull=False).exists()


def test_a_dry_run_names_drawings_as_the_admin_finds_them(people, staff, at_once):
    at_once()
    for drawing in Drawing.objects.all():
        label_drawing(sent_again(drawing), 7, by=staff)
    few, all_ = (finetune(*QUICK, "--dry-run", *more) for more in ((), ("-v", "2")))
    ids = {str(pk) for pk in Drawing.objects.values_list("pk", flat=True)}
    assert len([pk for pk in ids if pk in few]) == 8
    assert "and 16 more; -v 2 names all" in few
    assert all(pk in all_ for pk in ids)


def test_too_few_labels_are_refused_with_both_numbers(people, at_once):
    at_once()
    with pytest.raises(CommandError, match=r"24 labelled .* asks for 500"):
        finetune(*QUICK, "--min-labels", "500")


def test_drawings_of_one_person_alone_cannot_be_judged(staff, at_once):
    at_once()
    rng = np.random.default_rng(0)
    for _ in range(20):
        answer = recognise(odd_seven(rng), owner="alone")
        label_drawing(answer.drawing, 7, by=staff)
    with pytest.raises(CommandError, match="drawings of more people"):
        finetune(*QUICK)


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
    with pytest.raises(CommandError, match=r"pip install -r requirements/train\.txt"):
        finetune("--dry-run")


@pytest.mark.slow
def test_damaged_keras_weights_are_named_with_their_version(db):
    promote(add_version("v0002"), why="It answers well.")
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


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_refused(people):
    with (
        held_elsewhere("finetune"),
        pytest.raises(CommandError, match="Another finetune is running"),
    ):
        finetune()


@pytest.mark.parametrize("better", [True, False])
def test_what_was_judged_against_another_version_is_not_promoted(
    people, at_once, better
):
    def promote_another():
        promote(add_version("v0009"), why="It could not wait.")

    at_once(better=better, meanwhile=promote_another)
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        finetune(*QUICK, "--promote", "--force", "for a test", out=out)
    assert stopped.value.code == 3
    assert "judged against base, but v0009 answers now" in out.getvalue()
    assert answering_version().name == "v0009"
    assert Training.objects.get().version.name == "v0010"


def test_a_version_that_was_not_promoted_says_how_it_may_be(people, at_once):
    at_once()
    assert "manage.py promote v0001 --why" in finetune(*QUICK, "--force", "for a test")
    assert answering_version().name == "base"


@pytest.mark.parametrize(
    ("better", "why"),
    [(True, "The gate allowed it."), (False, "Forced: it is urgent")],
)
def test_why_and_by_whom_it_is_promoted_is_kept(people, staff, at_once, better, why):
    at_once(better=better)
    finetune(*QUICK, "--by", "staff", "--promote", "--force", " it is urgent ")
    promotion = Promotion.objects.first()
    assert answering_version().training.by == promotion.by == staff
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
    assert answering_version().name == "v0001"


def test_the_recipe_that_is_kept_tells_all_that_was_asked_for(people, at_once):
    at_once()
    finetune(*QUICK, "--since", "2020-02-03", "--seed", "5", "--promote")
    version = answering_version()
    asked = {"holdout": 0.3, "trust_far": True, "trust_reviewers": False, "seed": 5}
    assert asked.items() <= version.recipe.items()
    assert version.recipe["since"].startswith("2020-02-03 00:00")
    assert version.recipe["mnist"] is None
    assert version.recipe["shares"] == list(FineTune().shares)
    assert read_front_matter(version.card)["digitsite"]["recipe"] == version.recipe


@pytest.mark.slow
def test_the_same_labels_and_seed_make_the_same_version_and_it_is_named(
    people, few_tiles
):
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
    assert answering_version().name == "base"
    assert "it has to be 80 % sure" in Training.objects.get().refusals[0]
