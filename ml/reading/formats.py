"""An outcome as a line of text, of CSV or of JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from ml.reading.outcomes import Outcome

DECIMALS = 6  # of probabilities, as the API gives them
# What came later stands last: programs may count on the places of the others.
COLUMNS = ("file", "digit", "word", "confidence", "error", "number")


def text(outcome: Outcome) -> str:
    """As people read it; the name stands last, where its length disturbs no column."""
    name = _printable(outcome.name)
    if reading := outcome.reading:
        return f"{reading.word:<15}  {100 * reading.confidence:5.1f} %  {name}"
    return f"{'-':<15}  {'':7}  {name}: {outcome.error}"


def csv_row(outcome: Outcome) -> str:
    """A row of COLUMNS; a name with a line break is quoted."""
    line = io.StringIO()
    facts = _facts(outcome)
    csv.writer(line, lineterminator="").writerow(facts[column] for column in COLUMNS)
    return line.getvalue()


def json_line(outcome: Outcome) -> str:
    """COLUMNS, `probabilities` and `parts`, in ASCII."""
    return json.dumps(_facts(outcome))


FORMATS: dict[str, Callable[[Outcome], str]] = {
    "text": text,
    "csv": csv_row,
    "jsonl": json_line,
}
HEADS = {"csv": ",".join(COLUMNS)}  # the first line


def _facts(outcome: Outcome) -> dict:
    reading = outcome.reading
    shares = reading and [round(share, DECIMALS) for share in reading.probabilities]
    parts = reading and [
        {**vars(part), "confidence": round(part.confidence, DECIMALS)}
        for part in reading.parts
    ]
    return {
        "file": outcome.name,
        "digit": reading and reading.digit,
        "word": reading and reading.word,
        "confidence": reading and round(reading.confidence, DECIMALS),
        "probabilities": shares,
        "error": outcome.error,
        "number": reading and reading.number,
        "parts": parts,
    }


def _printable(name: str) -> str:
    """Escape what would break the line or command a terminal."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in name
    )
