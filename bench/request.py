"""Where one request's milliseconds go.

    python -m bench.request [--side 400] [--times 300]

Runs each part on the same drawing, in one process, and prints medians of the CPU's time
and of the clock's. Needs a migrated database (`make migrate`); what it writes it takes
back.
"""

import argparse
import base64
import io
import json
import os
import statistics
import time
from functools import partial

import django
from PIL import Image

from tests.support.drawings import png
from tests.support.numbers import side_by_side


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=400, help="of the canvas, px")
    parser.add_argument("--times", type=int, default=300)
    options = parser.parse_args()
    os.environ["THROTTLE_ANON"] = os.environ["THROTTLE_LIVE"] = ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    django.setup()
    from django.db import transaction

    from digitsite.database import waiting

    waiting.install()  # as in a web process
    with transaction.atomic():
        for name, part in parts(options.side, options.times):
            cpu, clock = median_ms(part, options.times)
            print(f"{name:40} {cpu:8.3f} ms of CPU {clock:8.3f} ms")
        transaction.set_rollback(True)


def median_ms(part, times):
    """What a part takes, in milliseconds: of this process's CPU, and by the clock."""
    took = []
    for _ in range(times):
        start = time.process_time(), time.perf_counter()
        part()
        took.append((time.process_time() - start[0], time.perf_counter() - start[1]))
    return [statistics.median(clock) * 1e3 for clock in zip(*took, strict=True)]


def parts(side, times):
    from django.conf import settings
    from django.test import Client
    from psycopg2.extensions import set_wait_callback

    from digitsite.database.waiting import wait
    from ml.preprocessing.ink import read_ink
    from ml.preprocessing.metadata import strip_metadata
    from ml.preprocessing.tile import to_tile
    from recognizer.drawings.recognition import recognise
    from recognizer.drawings.tile_images import tile_url
    from recognizer.versions.predictor import predictor

    picture = png(page=(side, side), pen=side // 25)
    body = json_body(picture)
    ink = read_ink(picture)
    tile = to_tile(ink)
    classifier = predictor.serving().classifier
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    others = iter([json_body(other_picture(side, n)) for n in range(times)])

    def post(body=body, query=""):
        answer = client.post(
            f"/api/v1/predictions/{query}", body, content_type="application/json"
        )
        assert answer.status_code in (200, 201), answer.content

    def post_as_a_stranger():
        client.cookies.clear()
        post()

    def serving_without_limit():
        set_wait_callback(None)
        predictor.serving()
        set_wait_callback(wait)

    yield "base64 and JSON", lambda: base64.b64decode(json.loads(body)["image"][22:])
    yield "Pillow's bare decoding, for comparison", lambda: decode(picture)
    yield "picture to ink", lambda: read_ink(picture)
    yield "ink to tile", lambda: to_tile(ink)
    yield "which version answers (one query)", predictor.serving
    yield "the same without a limit on its time", serving_without_limit
    yield "network's answer", lambda: classifier.answer(tile)
    yield "metadata off", lambda: strip_metadata(picture)
    yield "recognise(): all of it and both rows", lambda: recognise(picture)
    yield "tile as a PNG for the page", lambda: tile_url(tile)
    yield "the whole request, of a new visitor", post_as_a_stranger
    yield "of a known visitor, another picture", lambda: post(next(others))
    yield "of a known visitor, the same again", post
    yield "live, ?keep=false", lambda: post(query="?keep=false")
    for number in ("42", "20245"):
        sent = json_body(png(side_by_side(number), page=(side, side), pen=side // 40))
        name = f"live, a number of {len(number)} digits"
        yield name, partial(post, sent, "?keep=false")


def json_body(picture):
    encoded = base64.b64encode(picture).decode()
    return json.dumps({"image": f"data:image/png;base64,{encoded}"})


def other_picture(side, n):
    """A seven somewhere else on the page: each number gives another file."""
    place = 0.4 + n % 100 / 500, 0.4 + n // 100 % 100 / 500
    return png(page=(side, side), pen=side // 25, place=place)


def decode(picture):
    Image.open(io.BytesIO(picture)).load()


if __name__ == "__main__":
    main()
