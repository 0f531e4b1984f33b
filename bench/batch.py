"""What a drawing costs in a batch, beside one that is sent alone.

    python -m bench.batch [--pictures 64] [--side 400] [--rounds 12]

Asks in turns, in one process, and prints medians of the CPU time a drawing, with that
of ink, tile and network alone. Needs a migrated database (`make migrate`); what it
writes it takes back.
"""

import argparse
import json
import os
import statistics
import time

import django

from bench.request import json_body
from tests.support.drawings import DIGITS, png


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=64)
    parser.add_argument("--side", type=int, default=400, help="of the canvas, px")
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    os.environ["THROTTLE_ANON"] = ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        compare(list(make_pictures(options.pictures, options.side)), options.rounds)
        transaction.set_rollback(True)


def make_pictures(number, side):
    for n in range(number):
        place = 0.45 + n / 1000, 0.5
        yield png(DIGITS[n % 10], page=(side, side), place=place, pen=side // 25)


def compare(pictures, rounds):
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, part in parts(pictures):
            start = time.process_time()
            part()
            cpu = (time.process_time() - start) / len(pictures) * 1e3
            took.setdefault(name, []).append(cpu)
    for name, times in took.items():
        print(f"{name:28} {statistics.median(times):8.2f} ms")


def parts(pictures):
    from django.conf import settings
    from django.test import Client

    from ml.preprocessing.ink import read_ink
    from recognizer.versions.predictor import predictor

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.get("/livez")  # a first request loads the middleware and lists static files
    bodies = [json_body(picture) for picture in pictures]
    images = [json.loads(body)["image"] for body in bodies]
    classifier = predictor.serving().classifier

    def post(body, address="/api/v1/predictions/"):
        client.cookies.clear()
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code in (200, 201), answer.content

    def read_alone():
        for picture in pictures:
            classifier.answer(classifier.prepare(read_ink(picture)))

    batch = json.dumps({"images": images})
    yield "ink, tile and network", read_alone
    yield "in a batch", lambda: post(batch, "/api/v1/predictions/batch/")
    yield "alone", lambda: [post(body) for body in bodies]


if __name__ == "__main__":
    main()
