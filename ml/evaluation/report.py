"""Figures -> the tables that people read: Markdown, which a card takes as it is."""

from __future__ import annotations

from collections.abc import Sequence

from ml.evaluation.compare import comparison_tables
from ml.markdown import percent, table

NOTE = """\
Accuracies in %, with Wilson's 95 % interval. A digit that is refused ('none') or cannot
be read ('error') is wrong. ECE: expected calibration error, 15 bins, in %. Sure and
wrong: with a confidence of 0.9 or more.
"""


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
        names = version["name"], report["other"]["name"]
        parts += comparison_tables(*names, report["compare"])
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
    return " ".join(words)


def mnist_tables(figures: dict) -> list[str]:
    """Accuracy, recall by digit and the most frequent mistakes, as Markdown."""
    head = ["", "n", "right", "%", "95 %", "ECE", "sure and wrong", "refused"]
    ten_digits = [*_accuracy_cells(figures["ten_digits"]), "", "", ""]
    rows = [
        ["as answered", *_score_cells(figures)],
        ["likeliest of the ten digits", *ten_digits],
    ]
    recall = figures["recall"]
    recalls = table(["digit", *recall], [["recall", *map(percent, recall.values())]])
    mistakes = f"Most frequent mistakes: {_pairs(figures['confusions'])}."
    return [table(head, rows), recalls, mistakes]


def drawings_tables(figures: dict) -> list[str]:
    """Everything that was measured on drawings, as Markdown under headings."""
    parts = []
    if "all" in figures:
        parts += ["### By condition", _by_condition(figures)]
        parts += ["### By set", by_set(figures)]
    if figures["not_digits"]:
        parts += ["### Not digits: refused", not_digits(figures["not_digits"])]
    if "all" in figures:
        pairs = figures["all"]["confusions"]
        parts += ["### Confusions, drawn>answered", f"{_pairs(pairs)}."]
        parts += ["### Calibration", _calibration(figures["calibration"])]
        parts += ["### Each set and condition", _each(figures["sets"])]
    return parts


def by_set(figures: dict) -> str:
    """A row for each set: the first condition with its interval, then all of them."""
    first, rows = figures["sets"][0]["condition"], []
    for name, mean in figures["mean_by_set"].items():
        of_set = [row for row in figures["sets"] if row["set"] == name]
        cells = _accuracy_cells(of_set[0])
        rows.append([name, *cells, percent(mean), _worst(of_set, "condition")])
    head = ["set", "n", f"{first}: right", "%", "95 %", "all conditions", "worst"]
    return table(head, rows)


def not_digits(rows: list[dict]) -> str:
    """A row for each group: the first condition with its interval, then all of them."""
    first, lines = rows[0]["condition"], []
    for group in dict.fromkeys(row["group"] for row in rows):
        of_group = [row for row in rows if row["group"] == group]
        mean = sum(row["accuracy"] for row in of_group) / len(of_group)
        cells = _accuracy_cells(of_group[0])
        lines.append([group, *cells, percent(mean), _worst(of_group, "condition")])
    head = ["group", "n", f"{first}: refused", "%", "95 %", "all conditions", "worst"]
    return table(head, lines)


def _by_condition(figures: dict) -> str:
    head = ["condition", "mean of sets", "worst set", "n", "right", "all"]
    head += ["95 %", "ECE", "sure and wrong", "refused"]
    rows = []
    for row in figures["conditions"]:
        name = row["condition"]
        under = [each for each in figures["sets"] if each["condition"] == name]
        mean = percent(figures["mean_by_condition"][name])
        rows.append([name, mean, _worst(under, "set"), *_score_cells(row)])
    worst_set = figures["worst_set"]
    worst = f"{worst_set} {percent(figures['mean_by_set'][worst_set])}"
    rows.append(["all", percent(figures["mean"]), worst, *_score_cells(figures["all"])])
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
        [row["set"], row["condition"], *_score_cells(row), _pairs(row["confusions"], 4)]
        for row in rows
    ]
    return table(head, lines)


def _worst(rows: Sequence[dict], key: str) -> str:
    """The row with the lowest accuracy: its set or condition, and the accuracy."""
    worst = min(rows, key=lambda row: row["accuracy"])
    return f"{worst[key]} {percent(worst['accuracy'])}"


def _score_cells(row: dict) -> list:
    rest = [percent(row["ece"]), row["sure_and_wrong"], row["refused"]]
    return [*_accuracy_cells(row), *rest]


def _accuracy_cells(row: dict) -> list:
    interval = f"{percent(row['low'], 1)} - {percent(row['high'], 1)}"
    return [row["n"], row["right"], percent(row["accuracy"]), interval]


def _pairs(confusions: dict[str, int], top: int = 10) -> str:
    named = list(confusions.items())[:top]
    return ", ".join(f"{pair}: {count}" for pair, count in named) or "-"
