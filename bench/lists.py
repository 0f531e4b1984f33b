"""What a page of the API's list costs, among very many drawings on PostgreSQL.

    python -m bench.lists [--rows 1000000] [--explain]

Fills a throwaway server. Prints the CPU of gunicorn's workers for the own list of 20 of
a client that drew a third of all, beside that of a drawing that is sent; then medians
of the database's own time for a first page, of a visitor, of that client, of everyone.
"""

import argparse
import http.client
import json
import os
import re
import statistics

from bench import load, many

CLIENT = "key:1"
PAGES = 200  # asked for, one after another, in each round
TOOK = re.compile(r"Execution Time: ([\d.]+) ms")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"day": "2026-11-01"},
    {"before": "2026-06-01"},
    {"answer": "7"},
    {"answer": "none"},
    {"answer": "042"},
    {"answer": "number"},
    {"version": "base"},
    {"version": "other"},
    {"claim": "3"},
    {"claim": "none"},
    {"claim": "042"},
    {"claim": "number"},
    {"claim": "any"},
    {"claim": "missing"},
    {"answer": "7", "claim": "3"},
)
OF_REVIEWERS = (
    {"label": "3"},
    {"label": "none"},
    {"label": "042"},
    {"label": "number"},
    {"label": "any"},
)
# A twentieth of all is a number of three digits, and a sixteenth of claims and labels.
NUMBERS = (
    """
    UPDATE recognizer_prediction
    SET digit = 10, number = lpad((id % 1000)::text, 3, '0'),
        number_confidence = confidence, parts = '[]', several_digits = true
    WHERE id % 20 = 0
    """,
    """
    UPDATE recognizer_drawing SET claim = 10, claim_number = '042'
    WHERE claim IS NOT NULL AND left(id::text, 1) = '7'
    """,
    """
    UPDATE recognizer_drawing SET label = 10, label_number = '042'
    WHERE label IS NOT NULL AND left(id::text, 1) = '8'
    """,
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--explain", action="store_true", help="print the plans, too")
    options = parser.parse_args()
    many.start()
    many.fill(options.rows)
    make_numbers()
    give_a_third_to_a_client()
    print_cpu(make_key())
    for whose, filters in lists():
        page = page_of(whose, filters)
        name = f"{whose[:9]}, {', '.join(f'{k}={v}' for k, v in filters.items())}"
        print(f"{name:40} {median_ms(page):8.2f} ms", flush=True)
        if options.explain:
            print(page.explain(analyze=True))


def make_numbers():
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in NUMBERS:
            cursor.execute(statement)


def give_a_third_to_a_client():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recognizer_drawing SET owner = %s, kept_once = false "
            "WHERE left(id::text, 1) < '5'",  # some have the same picture
            [CLIENT],
        )
        cursor.execute("VACUUM ANALYZE")


def make_key():
    from recognizer.accounts.keys import create_key
    from recognizer.models import Scope

    key, secret = create_key("bench", [Scope.READ])
    assert key.owner == CLIENT
    return secret


def print_cpu(secret):
    """Print what a page takes in a real server, and a drawing: medians of rounds."""
    server, port = load.serve(dict(os.environ))
    bodies = list(load.make_bodies(side=400))
    one_client = argparse.Namespace(clients=1, seconds=2)
    pages, drawings = [], []
    try:
        ask_for_pages(port, secret)  # warm
        for _ in range(5):
            before = cpu_ms(server)
            ask_for_pages(port, secret)
            pages.append((cpu_ms(server) - before) / PAGES)
            sent = load.measure(server, port, bodies, one_client)
            drawings.append(sent["CPU ms per request"])
    finally:
        server.terminate()
        server.wait()
    print(f"{'own list of 20, CPU':40} {statistics.median(pages):8.2f} ms")
    print(f"{'a drawing that is sent, CPU':40} {statistics.median(drawings):8.2f} ms")


def ask_for_pages(port, secret):
    headers = {"Authorization": f"Bearer {secret}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(PAGES):
        connection.request("GET", load.PREDICTIONS.path, headers=headers)
        page = json.loads(connection.getresponse().read())
        assert len(page["results"]) == 20, page
    connection.close()


def cpu_ms(server):
    return sum(map(load.cpu_seconds, load.children(server.pid))) * 1e3


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
