"""What a fine-tune on strangers' drawings does for those that nobody has seen.

    python -m bench.loop --drawings FOLDER [--seeds 0 1 2] [--out loop.md]

Of 60 people whom `base` does not know, half of each one's drawings go through the
site's own services on a throwaway PostgreSQL: they are recognised; two reviewers label
all that were misread and a third of the others, some of them wrongly; `manage.py
finetune --promote` learns. The tables show what is misread before and after: of the
same people's other half, and of other people's drawings; last what it would be were the
candidate promoted whatever the gate says. FOLDER is as
ml/evaluation/drawings.py says. A run takes about a minute; three seeds are 21 runs.
"""

import argparse
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np

from bench import many
from bench.strangers import People, Strangers
from ml.inference.classifier import Classifier
from ml.markdown import percent, table

KINDS = {
    "crohme and finger": ("crohme", "finger"),
    "all kinds": ("crohme", "finger", "chars74k", "digilets", "hard"),
}
PEOPLE = 60
LABELLED = 1 / 3  # of the drawings that were read right
HEAD = ("kinds", "reviewers", "seed", "labels", "corrections", "wrong", "asked", "gate")
HEAD += ("same people, %", "after", "others, %", "after", "same people if forced")


@dataclass(frozen=True)
class Scenario:
    """What the reviewers do."""

    name: str
    wrong: float = 0.0  # share of the labels that are another digit, by chance
    second_opinions: bool = False  # given where they are asked for


FEW = [Scenario("second opinions", second_opinions=True), Scenario("labels alone")]
POISON = [Scenario(f"{share:.0%} wrong", wrong=share) for share in (0.1, 0.2, 0.3)]


@dataclass(frozen=True)
class Outcome:
    """One run: what was labelled, and which share is misread, 0..1."""

    kinds: str
    reviewers: str
    seed: int | str
    labels: float
    corrections: float
    wrong: float
    asked: float  # for a second opinion
    promoted: float
    same_before: float
    same_after: float
    others_before: float
    others_after: float
    candidate: float  # of the same people, whatever the gate said

    def cells(self) -> list[str]:
        names, figures = astuple(self)[:3], astuple(self)[3:]
        shares = [percent(share) for share in figures[5:]]
        counts = [f"{count:g}" for count in figures[:5]]
        return [*map(str, names), *counts, *shares]


def main() -> None:
    options = parse()
    os.environ.update(AUDIT_SHARE="0", SECOND_OPINION_SHARE="0")
    many.start()
    outcomes = []
    for outcome in runs(options.drawings, options.seeds):
        print(*outcome.cells(), sep="  ", flush=True)
        outcomes.append(outcome)
    text = table(HEAD, [outcome.cells() for outcome in [*means(outcomes), *outcomes]])
    print(text)
    if options.out:
        options.out.write_text(f"{text}\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--out", type=Path, help="write the table there, too")
    return parser.parse_args()


def runs(folder: Path, seeds: list[int]) -> Iterator[Outcome]:
    from django.db import transaction

    from recognizer.versions.predictor import predictor

    people = {name: People(folder, sets) for name, sets in KINDS.items()}
    for seed in seeds:
        for kinds in KINDS:
            strangers = people[kinds].choose(PEOPLE, seed)
            for scenario in FEW + (POISON if kinds == "all kinds" else []):
                with transaction.atomic():
                    yield replace(run(strangers, scenario, seed), kinds=kinds)
                    transaction.set_rollback(True)
                predictor.reset()


def run(strangers: Strangers, scenario: Scenario, seed: int) -> Outcome:
    """From the first drawing to a promotion, or none."""
    from recognizer.labelling.second_opinions import corrections_waiting
    from recognizer.models import Drawing, ModelVersion, Promotion
    from recognizer.versions.classifiers import load_classifier
    from recognizer.versions.predictor import predictor

    rng = np.random.default_rng(seed)
    unseen, others = strangers.unseen, strangers.others
    parent = predictor.serving().classifier
    before = misread(parent, *unseen), misread(parent, *others)
    truth, wrong = draw_and_label(strangers, scenario, rng)
    labels = Drawing.objects.labelled().with_answer()
    counts = (
        labels.count(),
        sum(row.digit != row.label for row in labels.defer("picture")),
    )
    asked = give_second_opinions(truth) if scenario.second_opinions else None
    promotions = Promotion.objects.count()
    fine_tune()
    if asked is None:
        asked = corrections_waiting()
    answering = predictor.serving().classifier
    after = misread(answering, *unseen), misread(answering, *others)
    candidate = load_classifier(ModelVersion.objects.latest("pk"))
    return Outcome(
        "",
        scenario.name,
        seed,
        *counts,
        wrong,
        asked,
        Promotion.objects.count() - promotions,
        before[0],
        after[0],
        before[1],
        after[1],
        misread(candidate, *unseen),
    )


def draw_and_label(strangers, scenario, rng) -> tuple[dict, int]:
    """What each labelled drawing is, by its id, and how many labels are wrong."""
    from django.contrib.auth.models import User

    from recognizer.drawings.recognition import recognise
    from recognizer.labelling.labels import label_drawing

    reviewers = [User.objects.create_user(name) for name in ("anna", "ben")]
    truth, wrong = {}, 0
    for owner, png, digit in strangers.seen:
        answer = recognise(png, owner=owner)
        if answer.digit != digit or rng.random() < LABELLED:
            is_wrong = rng.random() < scenario.wrong
            label = another_digit(digit, rng) if is_wrong else digit
            label_drawing(answer.drawing, label, by=rng.choice(reviewers))
            truth[answer.drawing.pk], wrong = digit, wrong + is_wrong
    return truth, wrong


def another_digit(digit: int, rng: np.random.Generator) -> int:
    return int(rng.choice([other for other in range(10) if other != digit]))


def give_second_opinions(truth: dict) -> int:
    """Ask as manage.py finetune does, and let the other reviewer answer."""
    from django.contrib.auth.models import User

    from recognizer.finetuning.options import FineTuneOptions
    from recognizer.finetuning.parent_model import load_parent_model
    from recognizer.finetuning.screening import FAR
    from recognizer.finetuning.training_data import gather
    from recognizer.labelling.labels import label_drawing
    from recognizer.labelling.second_opinions import ask_for_second_opinions
    from recognizer.models import Drawing
    from recognizer.versions.predictor import predictor

    parent = predictor.serving().version
    data = gather(FineTuneOptions(), parent, load_parent_model(parent))
    far = data.selection.left_out.get(FAR, [])
    ask_for_second_opinions(far)
    for reviewer in User.objects.all():
        for drawing in Drawing.objects.filter(pk__in=far).waiting(reviewer):
            label_drawing(drawing, truth[drawing.pk], by=reviewer)
    return len(far)


def fine_tune() -> None:
    from django.core.management import call_command
    from keras.utils import clear_session

    clear_session()
    said = io.StringIO()
    with suppress(SystemExit):  # the gate refused
        call_command("finetune", "--promote", stdout=said)
    print(said.getvalue().splitlines()[-1])


def misread(classifier: Classifier, tiles: np.ndarray, labels: np.ndarray) -> float:
    """The share that a version misreads, 0..1."""
    answers = [classifier.answer(tile).digit for tile in tiles]
    return float((np.array(answers) != labels).mean())


def means(outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Of all seeds, for each of the kinds and scenarios."""
    for kinds, reviewers in dict.fromkeys((o.kinds, o.reviewers) for o in outcomes):
        of_it = [
            astuple(o)[3:]
            for o in outcomes
            if (o.kinds, o.reviewers) == (kinds, reviewers)
        ]
        yield Outcome(kinds, reviewers, "mean", *np.mean(of_it, axis=0).round(4))


if __name__ == "__main__":
    main()
