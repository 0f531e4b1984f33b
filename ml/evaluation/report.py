"""Figures -> the tables that people read: Markdown, which a card takes as it is."""

from __future__ import annotations

from ml.evaluation.compare import comparison_tables
from ml.evaluation.number_tables import NOTE as NUMBERS_NOTE
from ml.evaluation.number_tables import (
    numbers_by_length,
    numbers_by_set,
    numbers_outcomes,
    sure_and_wrong,
)
from ml.evaluation.tables import (
    accuracy_cells,
    by_group_and_set,
    by_kind,
    by_set,
    changed_by_numbers,
    counts_in_words,
    not_digits,
    reliability,
    worst,
)
from ml.markdown import percent, table

NOTE = """\
Accuracies in %, with Wilson's 95 % interval. A digit that is refused ('none') or cannot
be read ('error') is wrong. ECE: expected calibration error, 15 bins, in %; 'by chance'
is what a reader that is right exactly as often as it says would show with these
drawings, on average and in 95 of 100 samples at most (simulated; one drawing's pictures
are right or wrong together). Sure and wrong: with a confidence of 0.9 or more.
"""
MOST = 10  # mistakes that are named


def write_report(report: dict) -> str:
    """The whole report of ml.evaluate as Markdown."""
    version = report["version"]
    parts = [
        f"# {version['name']}: evaluation",
        f"Network {version['network']}, temperature {version['temperature']}, "
        f"threshold {version['threshold']}, sha256 {version['sha256'][:8]}.",
        NOTE,
    ]
    if "mnist" in report:
        parts += ["## MNIST's test set", *mnist_tables(report["mnist"])]
    if "drawings" in report:
        asked = report["asked"]
        parts += ["## Drawings", describe_choice(asked, asked["held_out"])]
        parts += drawings_tables(report["drawings"])
    if "compare" in report:
        parts += comparison_tables([version, report["other"]], report["compare"])
    return "\n\n".join(part.strip() for part in parts) + "\n"


def describe_choice(asked: dict, held_out: dict[str, int | list[str]]) -> str:
    """Which drawings were measured, in words.

    `held_out` counts a set's writers; cards of before 26 November 2026 name them.
    """
    limit = f"At most {asked['limit']} drawings" if asked["limit"] else "All drawings"
    words = [f"{limit} of a set, split {asked['split']}, seed {asked['seed']}."]
    for name, held in held_out.items():
        count = held if isinstance(held, int) else len(held)
        words.append(f"Of {name} only the {count} writers whom training keeps apart.")
    if halves := asked.get("halves"):
        words.append(
            f"Of {' and '.join(halves)} the half apart are writers on whom no "
            "coefficient is fitted that reads numbers; the odds of a number were "
            "chosen with both halves in view."
        )
    return " ".join(words)


def mnist_tables(figures: dict) -> list[str]:
    """Accuracy, recall by digit and the most frequent mistakes, as Markdown."""
    head = ["", "n", "right", "%", "95 %", "ECE", "sure and wrong", "refused"]
    ten_digits = [*accuracy_cells(figures["ten_digits"]), "", "", ""]
    rows = [
        ["as answered", *_score_cells(figures)],
        ["likeliest of the ten digits", *ten_digits],
    ]
    recall = figures["recall"]
    recalls = table(["digit", *recall], [["recall", *map(percent, recall.values())]])
    mistakes = counts_in_words(figures["confusions"], MOST)
    return [table(head, rows), recalls, f"Most frequent mistakes: {mistakes}."]


def drawings_tables(figures: dict) -> list[str]:
    """Everything that was measured on drawings, as Markdown under headings."""
    parts = []
    if "all" in figures:
        parts += ["### By condition", _by_condition(figures)]
        parts += ["### By set", by_set(figures)]
        parts += ["### By set and group of conditions", by_group_and_set(figures)]
    if "numbers" in figures:
        parts += numbers_tables(figures["numbers"])
    if figures["not_digits"]:
        parts += ["### Not digits: refused", not_digits(figures["not_digits"])]
    if "all" in figures:
        changes = changed_by_numbers(all_scores(figures))
        parts += ["### Single digits, and that numbers are read", changes]
        first = figures["sets"][0]["condition"]
        parts += ["### Mistakes by kind", by_kind(figures, first)]
        parts += ["### Refusals and calibration", reliability(set_scores(figures))]
        parts += ["### Answers by probability", _calibration(figures["calibration"])]
        parts += ["### Each set and condition", _each(figures["sets"])]
    return parts


def numbers_tables(figures: dict) -> list[str]:
    """Whole numbers right, by set, length and condition, as Markdown under headings."""
    parts = ["### Whole numbers, by set", NUMBERS_NOTE, numbers_by_set(figures)]
    parts += [sure_and_wrong(figures["all"])]
    parts += ["### Whole numbers, by length and condition", numbers_by_length(figures)]
    parts += ["### Numbers that are not right", numbers_outcomes(figures)]
    if "calibration" in figures:
        bins = _calibration(figures["calibration"])
        parts += ["### Whole numbers, by probability", bins]
    return parts


def all_scores(figures: dict) -> dict[str, dict]:
    """Scores over all conditions by set, and of all sets."""
    scores = {name: parts["all"] for name, parts in figures["by_set"].items()}
    return scores | {"all sets": figures["all"]}


def set_scores(figures: dict) -> dict[str, dict]:
    """Scores by set and of all sets, under the first condition, then over all."""
    together = {"first": figures["first"], "all": figures["all"]}
    parts = {**figures.get("by_set", {}), "all sets": together}
    first, *others = figures["mean_by_condition"]
    spans = {"first": first} | ({"all": "all conditions"} if others else {})
    return {
        f"{name}, {words}": scores[span]
        for span, words in spans.items()
        for name, scores in parts.items()
    }


def _by_condition(figures: dict) -> str:
    head = ["condition", "mean of sets", "worst set", "n", "right", "all"]
    head += ["95 %", "ECE", "sure and wrong", "refused"]
    rows = []
    for row in figures["conditions"]:
        name = row["condition"]
        under = [each for each in figures["sets"] if each["condition"] == name]
        mean = percent(figures["mean_by_condition"][name])
        rows.append([name, mean, worst(under, "set"), *_score_cells(row)])
    worst_set = figures["worst_set"]
    lowest = f"{worst_set} {percent(figures['mean_by_set'][worst_set])}"
    over_all = _score_cells(figures["all"])
    rows.append(["all", percent(figures["mean"]), lowest, *over_all])
    return table(head, rows)


def _calibration(rows: list[dict]) -> str:
    head = ["probability", "n", "mean probability", "right"]
    lines = []
    for row in rows:
        span = f"{row['from']:.3f} - {row['to']:.3f}"
        shares = percent(row["confidence"]), percent(row["accuracy"])
        lines.append([span, row["n"], *shares])
    return table(head, lines)


def _each(rows: list[dict]) -> str:
    head = ["set", "condition", "n", "right", "%", "95 %", "ECE", "sure and wrong"]
    head += ["refused", "mistakes"]
    lines = [
        [
            *(row["set"], row["condition"], *_score_cells(row)),
            counts_in_words(row["confusions"]),
        ]
        for row in rows
    ]
    return table(head, lines)


def _score_cells(row: dict) -> list:
    rest = [percent(row["ece"]), row["sure_and_wrong"], row["refused"]]
    return [*accuracy_cells(row), *rest]
