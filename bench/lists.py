"""What a page of the API's list costs the database, among very many drawings.

    python -m bench.lists [--rows 1000000] [--explain]

Fills a throwaway PostgreSQL and prints medians of the database's own time for a first
page of 20, of one visitor, of a client that drew a third of all, and of everyone.
"""

import argparse
import re
import statistics

from bench import many

CLIENT = "key:1"
TOOK = re.compile(r"Execution Time: ([\d.]+) ms")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"day": "2026-11-01"},
    {"before": "2026-06-01"},
    {"answer": "7"},
    {"answer": "none"},
    {"version": "base"},
    {"version": "other"},
    {"claim": "3"},
    {"claim": "none"},
    {"claim": "any"},
    {"claim": "missing"},
    {"answer": "7", "claim": "3"},
)
OF_REVIEWERS = ({"label": "3"}, {"label": "none"}, {"label": "any"})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--explain", action="store_true", help="print the plans, too")
    options = parser.parse_args()
    many.start()
    many.fill(options.rows)
    give_a_third_to_a_client()
    for whose, filters in lists():
        page = page_of(whose, filters)
        name = f"{whose[:9]}, {', '.join(f'{k}={v}' for k, v in filters.items())}"
        print(f"{name:40} {median_ms(page):8.2f} ms", flush=True)
        if options.explain:
            print(page.explain(analyze=True))


def give_a_third_to_a_client():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recognizer_drawing SET owner = %s WHERE left(id::text, 1) < '5'",
            [CLIENT],
        )
        cursor.execute("VACUUM ANALYZE")


def lists():
    from recognizer.models import Drawing

    visitor = Drawing.objects.exclude(owner=CLIENT).values_list("owner", flat=True)[0]
    for whose in (visitor, CLIENT, "everyone"):
        for filters in FILTERS:
            yield whose, filters
    for filters in OF_REVIEWERS:
        yield "everyone", filters


def page_of(whose, filters):
    from recognizer.api.filters import list_filter, moment_field
    from recognizer.models import Prediction

    if whose == "everyone":
        filters, answers = filters | {"everyone": "true"}, Prediction.objects.given()
    else:
        answers = Prediction.objects.given_to(whose)
    page = answers.filter(list_filter(filters))
    return page.order_by(f"-{moment_field(filters)}", "-pk")[:21]


def median_ms(page, times=5):
    plans = "".join(page.explain(analyze=True) for _ in range(times))
    return statistics.median(map(float, TOOK.findall(plans)))


if __name__ == "__main__":
    main()
