"""The rows of the tables in docs/api.md, and the functions that try them."""

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[3] / "docs/api.md"
LINE = re.compile(r"^\| (.+) \| (\d{3}) \| (.*) \|$")


class Row(NamedTuple):
    request: str
    status: int
    outcome: str  # a problem's slug, or what the answer has


def rows_of(heading):
    """The rows of the table below a heading, in their order."""
    _before, line, rest = DOCS.read_text().partition(f"\n{heading}\n")
    assert line, heading
    lines = rest.partition("\n#")[0].splitlines()
    matches = (LINE.match(text) for text in lines)
    return [Row(m[1], int(m[2]), m[3]) for m in matches if m]


class Trials(dict):
    """Functions by the request of the row that they try."""

    def of(self, request):
        def add(trial):
            assert request not in self, request
            self[request] = trial
            return trial

        return add
