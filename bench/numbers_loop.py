"""What labelled numbers add to a fine-tune, for other people's digits and numbers.

    python -m bench.numbers_loop --drawings FOLDER [--train SETS] [--digits SETS]

Half of the writers of the sets that train go through the site's own services on a
throwaway PostgreSQL: their numbers, and some of their single digits, are recognised, a
reviewer labels them, and `manage.py finetune` learns twice from the same parent: from
the digits alone (`--numbers-share 0`), and from the numbers' digits, too. The table
shows what parent and candidates read, whatever the gate says, of the other half of each
set's writers. FOLDER is as ml/evaluation/drawings.py says.
"""

import argparse
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import eq
from pathlib import Path
from types import ModuleType

import numpy as np

from bench import many
from ml.data.unipen.writers import is_apart
from ml.evaluation.drawings import Drawing, load_drawings
from ml.evaluation.renderer import load_renderer
from ml.inference.classifier import Classifier
from ml.inference.networks import NOT_A_DIGIT
from ml.markdown import percent, table
from ml.metrics.statistics import mcnemar, wilson
from ml.numbers.drawing_answer import answer_drawing
from ml.preprocessing.ink import place_ink
from ml.preprocessing.picture import check_kept_picture

CONDITION = "plain"
SPLIT = "dev"
HEAD = ("read of people not seen", "n", "before, %", "digits learnt, %")
HEAD += ("numbers too, %", "fixed by these", "broken", "p")


@dataclass(frozen=True)
class Outcome:
    """Which drawings of a set each version reads right: bool (n,)."""

    name: str
    before: np.ndarray
    digits: np.ndarray  # with labelled digits alone
    numbers: np.ndarray  # with labelled numbers, too
    as_one_digit: list[int]  # of numbers, by the same versions

    def cells(self) -> list[str]:
        n = len(self.before)
        versions = (self.before, self.digits, self.numbers)
        shares = [_share(int(right.sum()), n) for right in versions]
        fixed = int((~self.digits & self.numbers).sum())
        broken = int((self.digits & ~self.numbers).sum())
        counts = [f"{fixed}", f"{broken}", f"{mcnemar(fixed, broken):.2g}"]
        return [self.name, f"{n:,}", *shares, *counts]


def main() -> None:
    options = parse()
    os.environ.update(AUDIT_SHARE="0", SECOND_OPINION_SHARE="0")
    many.start()
    renderer = load_renderer(options.drawings)
    lines = label(renderer, options)
    for share in (0, options.numbers_share):
        lines += ["", f"--numbers-share {share}", *fine_tune(share, options)]
    outcomes = [*measure(renderer, options)]
    text = table(HEAD, [outcome.cells() for outcome in outcomes])
    notes = [
        f"{outcome.name}: answered as one digit, though a number: "
        f"{', '.join(map(str, outcome.as_one_digit))}"
        for outcome in outcomes
        if any(outcome.as_one_digit)
    ]
    report = "\n".join([*lines, "", text, "", *notes])
    print(report)
    if options.out:
        options.out.write_text(f"{report}\n")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--drawings", type=Path, required=True)
    add("--train", nargs="+", default=["unipen_numbers"], help="sets of numbers")
    add("--digits", nargs="*", default=[], help="sets of digits that are labelled, too")
    add("--most-digits", type=int, default=400, help="labelled, of each such set")
    add("--measure", nargs="+", default=["unipen_numbers", "numbers", "crohme"])
    add("--limit", type=int, default=600, help="drawings measured of each set")
    add("--numbers-share", type=float, default=1.0)
    add("--steps", type=int, default=240)
    add("--seed", type=int, default=0)
    add("--out", type=Path, help="write it there, too")
    return parser.parse_args()


def chosen(
    renderer: ModuleType, sets: Sequence[str], limit: int, seed: int, *, seen: bool
) -> list[Drawing]:
    """Drawings of the half of the writers that is seen, or of the other half.

    By the writer's name alone, so that nobody is in both halves of any two sets.
    """
    drawings = load_drawings(renderer, sets, SPLIT, 0, seed)
    drawings = [d for d in drawings if d.label.isdigit()]
    of_half = [d for d in drawings if is_apart(d.sample["writer"]) != seen]
    rng = np.random.default_rng(seed)
    shuffled = [of_half[i] for i in rng.permutation(len(of_half))]
    by_set = {name: [d for d in shuffled if d.set == name] for name in sets}
    return [d for rows in by_set.values() for d in rows[: limit or None]]


def label(renderer: ModuleType, options: argparse.Namespace) -> list[str]:
    """Draw and label what the half of the writers that is seen has drawn."""
    from django.contrib.auth.models import User

    from recognizer.drawings.recognition import recognise
    from recognizer.labelling.labels import label_drawing

    reviewer = User.objects.create_user("anna")
    seed, most = options.seed, options.most_digits
    drawings = chosen(renderer, options.train, 0, seed, seen=True)
    drawings += chosen(renderer, options.digits, most, seed, seen=True)
    right = 0
    for drawing in drawings:
        png = renderer.render(drawing.sample, CONDITION, seed)
        answer = recognise(png, owner=drawing.sample["writer"])
        right += answer.answer_value == value_of(drawing)
        label_drawing(answer.drawing, value_of(drawing), by=reviewer)
    numbers = sum(isinstance(value_of(drawing), str) for drawing in drawings)
    labelled = f"{len(drawings)} labels, {numbers} of them numbers"
    return [f"{labelled}; {right} were read right."]


def value_of(drawing: Drawing) -> int | str:
    return drawing.digit if len(drawing.label) == 1 else drawing.label


def fine_tune(share: float, options: argparse.Namespace) -> list[str]:
    """What the command says, without the ids of drawings."""
    from django.core.management import call_command
    from keras.utils import clear_session

    clear_session()
    out = io.StringIO()
    asked = {"seed": options.seed, "steps": options.steps, "numbers_share": share}
    with suppress(SystemExit):  # the gate refused
        call_command("finetune", stdout=out, trust_far=True, **asked)
    return [line for line in out.getvalue().splitlines() if line[:1] != " "]


def measure(renderer: ModuleType, options: argparse.Namespace) -> Iterator[Outcome]:
    from recognizer.models import ModelVersion
    from recognizer.versions.classifiers import load_classifier
    from recognizer.versions.predictor import predictor

    candidates = ModelVersion.objects.order_by("-pk")[:2]
    versions = [predictor.serving().classifier]
    versions += [load_classifier(version) for version in reversed(candidates)]
    for name in options.measure:
        drawings = chosen(renderer, [name], options.limit, options.seed, seen=False)
        pngs = [renderer.render(d.sample, CONDITION, options.seed) for d in drawings]
        values = [value_of(drawing) for drawing in drawings]
        answers = [read(version, pngs) for version in versions]
        right = [np.array([*map(eq, of_one, values)]) for of_one in answers]
        pairs = [zip(of_one, values, strict=True) for of_one in answers]
        as_one = [sum(is_one_digit(*pair) for pair in of_one) for of_one in pairs]
        before, digits, numbers = right
        yield Outcome(name, before, digits, numbers, as_one)


def read(classifier: Classifier, pngs: list[bytes]) -> list[int | str]:
    """What a version answers to each, as visitors are answered."""
    places = map(place_ink, map(check_kept_picture, pngs))
    return [answer_drawing(placed, classifier).answer_value for placed in places]


def is_one_digit(answer: int | str, value: int | str) -> bool:
    """Whether a number is taken for a single digit."""
    return isinstance(value, str) and answer in range(NOT_A_DIGIT)


def _share(count: int, n: int) -> str:
    low, high = wilson(count, n)
    return f"{percent(count / n)} ({percent(low)} to {percent(high)})"


if __name__ == "__main__":
    main()
