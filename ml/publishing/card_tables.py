"""The tables and the limits of a card, from what training and ml.evaluate measured."""

from __future__ import annotations

from statistics import mean, stdev
from textwrap import fill

from ml.evaluation.report import NOTE, asked_for, by_set, mnist_tables, not_digits
from ml.markdown import bullets, percent, table
from ml.publishing.card_figures import digits_figures, not_digits_rows

SCORES = {  # name in the front matter -> words
    "mnist_test": "MNIST test set, 'not a digit' counted as wrong",
    "mnist_test_ten_digits": "MNIST test set, likeliest of the ten digits",
    "validation": "MNIST digits held out",
    "drawn_validation": "digits held out or drawn by code, distorted",
    "non_digits_refused": "non-digits drawn by code, refused",
}
NAMED = 3  # confusions in a sentence
ANSWERS = {"none": "refused", "error": "not readable"}  # else a digit


def evaluation(facts: dict) -> list[str]:
    """Everything under the card's heading Evaluation."""
    kept = facts.get("evaluation", {})
    parts = ["### When training ended", _scores(facts)]
    if not kept:
        return [
            *parts,
            "Nothing else was measured: see `python -m ml.evaluate --card`.",
        ]
    parts += ["By `python -m ml.evaluate --card`, on the file that ships:", NOTE]
    if "mnist" in kept:
        known = "" if "mnist_test" in facts["scores"] else ", which it was trained on"
        parts += [f"### MNIST's test set{known}", *mnist_tables(kept["mnist"])]
    if "digits" in kept:
        parts += _drawings(kept["digits"])
    if "not_digits" in kept:
        rows = not_digits_rows(kept["not_digits"])
        parts += ["### Not digits: refused", _asked(kept["not_digits"])]
        parts += [not_digits(rows)]
    return parts + _calibration(kept)


def limits(facts: dict) -> str:
    """What it does worst, in sentences: of people's drawings and of non-digits."""
    kept = facts.get("evaluation", {})
    points = []
    if "digits" in kept:
        figures = digits_figures(kept["digits"])
        worst = figures["worst_set"], figures["worst_condition"]
        lowest = (
            figures["mean_by_set"][worst[0]],
            figures["mean_by_condition"][worst[1]],
        )
        pairs = [f"{what} ({n})" for what, n, _ in _confusions(figures["all"])[:NAMED]]
        points += [f"Of people's drawings most often: {', '.join(pairs)}."] * bool(
            pairs
        )
        points += [
            f"The worst set is {worst[0]} ({percent(lowest[0])} % right over all "
            f"conditions), the worst condition '{worst[1]}' ({percent(lowest[1])} %)."
        ]
    if "not_digits" in kept:
        rows = not_digits_rows(kept["not_digits"])
        least = min(rows, key=lambda row: row["accuracy"])
        if any(row["right"] for row in rows):  # else it has no class for them
            points += [
                f"Of what is no digit, it refuses least: {least['group']} "
                f"('{least['condition']}': {least['right']:,} of {least['n']:,})."
            ]
    return bullets(points)


def by_condition_and_set(figures: dict) -> str:
    """A row for each condition, a column for each set."""
    rows = []
    for condition, average in figures["mean_by_condition"].items():
        here = [row for row in figures["sets"] if row["condition"] == condition]
        shares = [percent(row["accuracy"]) for row in here]
        worst = min(here, key=lambda row: row["accuracy"])["set"]
        rows.append([condition, percent(average), worst, *shares])
    means = [percent(share) for share in figures["mean_by_set"].values()]
    rows.append(["all", percent(figures["mean"]), figures["worst_set"], *means])
    return table(["condition", "mean of sets", "worst", *figures["mean_by_set"]], rows)


def _drawings(kept: dict) -> list[str]:
    figures = digits_figures(kept)
    pairs = table(["drawn, all conditions", "", "%"], _confusions(figures["all"]))
    parts = ["### People's drawings, by set", _asked(kept), by_set(figures)]
    parts += ["### People's drawings, by condition", by_condition_and_set(figures)]
    return [*parts, "### Most frequent confusions", pairs]


def _confusions(all_: dict) -> list[list[str]]:
    """Rows such as ["1 read as 7", "12 of 4,480", "0.27"]."""
    rows = []
    for pair, times in all_["confusions"].items():
        drawn, said = pair.split(">")
        n = all_["drawn"][drawn]
        words = f"{drawn} {ANSWERS.get(said, f'read as {said}')}"
        rows.append([words, f"{times:,} of {n:,}", percent(times / n)])
    return rows


def _calibration(kept: dict) -> list[str]:
    rows = [["MNIST's test set", kept["mnist"]]] if "mnist" in kept else []
    if "digits" in kept:
        first, every = kept["digits"]["first"], kept["digits"]["all"]
        rows += [[f"people's drawings, {first['condition']}", first]]
        rows += [["people's drawings, all conditions", every]]
    lines = [
        [of, row["n"], percent(row["ece"]), row["sure_and_wrong"]] for of, row in rows
    ]
    head = ["answers to", "n", "ECE", "sure and wrong"]
    return ["### Calibration", table(head, lines)] if lines else []


def _asked(kept: dict) -> str:
    words = asked_for(kept["asked"], kept["held_out"])
    return fill(f"Sets: {', '.join(kept['sets'])}. {words}", 88)


def _scores(facts: dict) -> str:
    scores = facts["scores"]
    seeds = facts.get("seeds") or {facts["seed"]: scores}
    rows = [
        [words, f"{percent(scores[key])} %", _spread(seeds, key)]
        for key, words in SCORES.items()
        if key in scores
    ]
    names = ", ".join(map(str, seeds))
    spread = f"mean and standard deviation over seeds {names}"
    columns = 3 if len(seeds) > 1 else 2  # of one seed there is no spread
    head = ["accuracy on", f"seed {facts['seed']}", spread]
    return table(head[:columns], [row[:columns] for row in rows])


def _spread(seeds: dict, key: str) -> str:
    values = [100 * scores[key] for scores in seeds.values()]
    return f"{mean(values):.2f} ± {stdev(values) if len(values) > 1 else 0:.2f} %"
