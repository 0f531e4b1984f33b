"""How long the review's pages take over very many drawings, on PostgreSQL.

    python -m bench.queue [--rows 1000000] [--times 9] [--plan]

Makes that many drawings in a throwaway server (a million: some minutes, 2 GB in the
temporary folder), opens the queue's pages as a reviewer would, and prints the medians.
--plan adds how PostgreSQL finds the first page.
"""

import argparse
import statistics
import time
from collections.abc import Iterator

from bench import many

FILTERS: dict[str, dict] = {
    "answer is 7": {"digit": 7},
    "answer is 7, claim is 8": {"digit": 7, "claim": 8},
    "answer is a number": {"digit": "number"},
    "number of 4 digits": {"length": 4},
    "number of 12 digits, which is none": {"length": 12},
    "exactly 0042": {"number": "0042"},
    "several digits in doubt, which is none": {"digit": "several"},
    "claim is a number": {"claim": "number"},
    "version": {"version": "base"},
    "version with few answers": {"version": "other"},
    "confidence 55 to 60 %": {"confidence_from": 55, "confidence_to": 60},
    "confidence 1 to 2 %, which is none": {"confidence_from": 1, "confidence_to": 2},
    "audited only": {"audited": "on"},
    "reason: audit": {"reason": 6},
    "from the API": {"source": "api"},
    "drawn on one day": {"drawn_from": "DAY", "drawn_to": "DAY"},
    "grouped by answer": {"grouped": "on"},
    "grouped, of an answer that ends": {"grouped": "on", "after": "10~"},
    "all drawings": {"everything": "on"},
    "all, grouped by answer": {"everything": "on", "grouped": "on"},
    "all, labelled 7": {"everything": "on", "label": 7},
    "all, labelled as a number": {"everything": "on", "label": "number"},
    "all, exactly 0042": {"everything": "on", "number": "0042"},
    "all, several digits in doubt, which is none": {
        "everything": "on",
        "digit": "several",
    },
    "all, audited, answer 7": {"everything": "on", "audited": "on", "digit": 7},
    "all, no label, confidence to 1 %": {
        "everything": "on",
        "label": "none",
        "confidence_to": 1,
    },
}


def main():
    options = parse()
    many.start()
    begun = time.perf_counter()
    many.fill(options.rows)
    print(f"{options.rows:,} drawings made in {time.perf_counter() - begun:.0f} s")
    for name, part in parts():
        print(f"{name:45} {median_ms(part, options.times):8.1f} ms")
    if options.plan:
        print(plan())


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--plan", action="store_true")
    return parser.parse_args()


def median_ms(part, times):
    took = []
    for _ in range(times):
        start = time.perf_counter()
        part()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1e3


def parts() -> Iterator[tuple]:
    from recognizer.labelling.agreement import agreement
    from recognizer.models import Drawing
    from recognizer.review.cells import fill_cells
    from recognizer.review.progress import waiting_for

    someone = reviewer()
    drawings, cursor = queue().page()
    day = Drawing.objects.earliest("created_at").created_at.date().isoformat()
    yield "first page", queue().page
    yield "what its cells say", lambda: fill_cells(drawings, someone)
    yield "next page", queue(after=cursor).page
    yield "page in the middle", queue(after=middle()).page
    yield "how many wait, up to 10,000", lambda: waiting_for(someone)
    for name, filters in FILTERS.items():
        chosen = {key: day if v == "DAY" else v for key, v in filters.items()}
        yield name, queue(**chosen).page
    yield "agreement of the reviewers", agreement


def reviewer():
    from django.contrib.auth.models import User

    return User.objects.earliest("pk")


def queue(**filters):
    """The queue as the page's address has it."""
    from recognizer.review.filters import QueueForm

    chosen = QueueForm(filters, reviewer())
    assert chosen.is_valid(), chosen.errors
    return chosen


def middle():
    chosen = queue()
    drawings = chosen.drawings().defer("picture", "strokes")
    return chosen.order.cursor(drawings[drawings.count() // 2])


def plan():
    from recognizer.review.filters import PAGE

    first = queue().drawings().defer("picture", "strokes")[: PAGE + 1]
    return first.explain(analyze=True, buffers=True)


if __name__ == "__main__":
    main()
