"""Figures -> the tables that people read: Markdown, as a card takes them."""

from __future__ import annotations

from ml.evaluation.compare import duel_tables
from ml.markdown import percent, table

NOTE = """\
Accuracies in %, with Wilson's 95 % interval. A digit that is refused ('none') or cannot
be read ('error') is wrong. ECE: expected calibration error, 15 bins, in %. Sure and
wrong: with a confidence of 0.9 or more.
"""


def write_report(report: dict) -> str:
    """The whole report of ml.evaluate as Markdown."""
    facts = report["version"]
    parts = [
        f"# {facts['name']}: evaluation",
        f"Network {facts['network']}, temperature {facts['temperature']}, threshold "
        f"{facts['threshold']}, sha256 {facts['sha256'][:8]}.",
        NOTE,
    ]
    if "mnist" in report:
        parts += ["## MNIST's test set", *mnist_tables(report["mnist"])]
    if "drawings" in report:
        asked = report["asked"]
        parts += ["## Drawings", asked_for(asked, asked["held_out"])]
        parts += drawings_tables(report["drawings"])
    if "compare" in report:
        parts += duel_tables(facts["name"], report["other"]["name"], report["compare"])
    return "\n\n".join(part.strip() for part in parts) + "\n"


def asked_for(asked: dict, held_out: dict[str, list[str]]) -> str:
    """Which drawings were measured, in words."""
    limit = f"At most {asked['limit']} drawings" if asked["limit"] else "All drawings"
    words = [f"{limit} of a set, split {asked['split']}, seed {asked['seed']}."]
    for name, writers in held_out.items():
        who = ", ".join(writers)
        words.append(f"Of {name} only the writers whom training keeps apart: {who}.")
    return " ".join(words)


def mnist_tables(figures: dict) -> list[str]:
    ten = figures["ten_digits"]
    head = ["", "n", "right", "%", "95 %", "ECE", "sure and wrong", "refused"]
    rows = [
        ["as answered", *_score(figures)],
        ["likeliest of the ten digits", *_share(ten), "", "", ""],
    ]
    recall = [["recall", *(percent(one) for one in figures["recall"].values())]]
    wrong = f"Most frequent mistakes: {_pairs(figures['confusions'])}."
    recall = table(["digit", *figures["recall"]], recall)
    return [table(head, rows), recall, wrong]


def drawings_tables(figures: dict) -> list[str]:
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


def _by_condition(figures: dict) -> str:
    head = ["condition", "mean of sets", "worst set", "n", "right", "all"]
    head += ["95 %", "ECE", "sure and wrong", "refused"]
    rows = []
    for row in figures["conditions"]:
        here = [o for o in figures["sets"] if o["condition"] == row["condition"]]
        worst = min(here, key=lambda one: one["accuracy"])
        mean = percent(figures["mean_by_condition"][row["condition"]])
        worst = f"{worst['set']} {percent(worst['accuracy'])}"
        rows.append([row["condition"], mean, worst, *_score(row)])
    name = figures["worst_set"]
    worst = f"{name} {percent(figures['mean_by_set'][name])}"
    rows.append(["all", percent(figures["mean"]), worst, *_score(figures["all"])])
    return table(head, rows)


def by_set(figures: dict) -> str:
    """The first condition with its interval, then all of them."""
    first, rows = figures["sets"][0]["condition"], []
    for name, mean in figures["mean_by_set"].items():
        here = [one for one in figures["sets"] if one["set"] == name]
        worst = min(here, key=lambda one: one["accuracy"])
        lowest = f"{worst['condition']} {percent(worst['accuracy'])}"
        rows.append([name, *_share(here[0]), percent(mean), lowest])
    head = ["set", "n", f"{first}: right", "%", "95 %", "all conditions", "worst"]
    return table(head, rows)


def not_digits(rows: list[dict]) -> str:
    """The first condition with its interval, then all of them."""
    first = rows[0]["condition"]
    head = ["group", "n", f"{first}: refused", "%", "95 %", "all conditions", "worst"]
    lines = []
    for group in dict.fromkeys(row["group"] for row in rows):
        here = [row for row in rows if row["group"] == group]
        mean = sum(row["accuracy"] for row in here) / len(here)
        worst = min(here, key=lambda row: row["accuracy"])
        lowest = f"{worst['condition']} {percent(worst['accuracy'])}"
        lines.append([group, *_share(here[0]), percent(mean), lowest])
    return table(head, lines)


def _calibration(rows: list[dict]) -> str:
    head = ["probability", "n", "mean probability", "right"]
    lines = [
        [span, row["n"], percent(row["confidence"]), percent(row["accuracy"])]
        for row in rows
        for span in [f"{row['from']:.3f} - {row['to']:.3f}"]
    ]
    return table(head, lines)


def _each(rows: list[dict]) -> str:
    head = ["set", "condition", "n", "right", "%", "95 %", "ECE", "sure and wrong"]
    head += ["refused", "mistakes"]
    lines = [
        [row["set"], row["condition"], *_score(row), _pairs(row["confusions"], 4)]
        for row in rows
    ]
    return table(head, lines)


def _score(row: dict) -> list:
    rest = [percent(row["ece"]), row["sure_and_wrong"], row["refused"]]
    return [*_share(row), *rest]


def _share(row: dict) -> list:
    interval = f"{100 * row['low']:.1f} - {100 * row['high']:.1f}"
    return [row["n"], row["right"], percent(row["accuracy"]), interval]


def _pairs(confusions: dict, top: int = 10) -> str:
    return (
        ", ".join(f"{pair}: {n}" for pair, n in list(confusions.items())[:top]) or "-"
    )
