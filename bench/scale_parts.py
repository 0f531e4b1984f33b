"""The steps that bench.scale measures in each of its databases."""

import json
import statistics
import time
from pathlib import Path
from uuid import uuid4

from bench.queue import middle, queue, reviewer

TIMES = 5


class Places:
    """Where the pages that are asked for begin in the database at hand."""

    def __init__(self):
        from recognizer.models import Drawing

        self.reviewer = reviewer()
        self.next = queue().page()[1]
        self.middle = middle()
        self.owner = Drawing.objects.values_list("owner", flat=True)[0]


def measure(places, pictures):
    """Yield names and figures: what a visitor waits for, then what staff do."""
    half = len(pictures) // 2
    yield from clocked("a POST's work", post, pictures[:half])
    rows = [prediction(*drawn) for drawn in pictures[half:]]
    written = wal_bytes(checkpoint=True)
    yield from clocked("its two rows", insert, rows)
    yield "kB of WAL for each", (wal_bytes() - written) / len(rows) / 1e3
    for name, part in parts(places):
        yield from clocked(name, lambda _, part=part: part(), range(TIMES))


def clocked(name, part, things):
    """The medians of the time that each thing takes, and of the CPU time."""
    took, used = [], []
    for thing in things:
        start, before = time.perf_counter(), cpu_ms()
        part(thing)
        took.append((time.perf_counter() - start) * 1e3)
        used.append(cpu_ms() - before)
    yield f"{name}, ms", statistics.median(took)
    yield f"{name}, CPU ms", statistics.median(used)


def cpu_ms():
    """Of this process and of PostgreSQL's that serves it."""
    from django.db import connection

    server = connection.connection.info.backend_pid
    served = Path(f"/proc/{server}/schedstat").read_text().split()[0]
    return time.process_time() * 1e3 + int(served) / 1e6


def post(drawn):
    from recognizer.drawings.recognition import recognise

    picture, strokes = drawn
    recognise(picture, owner=uuid4().hex, strokes=json.loads(strokes))


def insert(row):
    from recognizer.drawings import insertion

    assert insertion.insert(row)


def prediction(picture, strokes):
    from recognizer.drawings import recognition
    from recognizer.models import Source

    drawing = recognition.new_drawing(uuid4().hex, Source.PAGE, json.loads(strokes))
    return recognition.recognise_unsaved(drawing, recognition.check_upload(picture))


def wal_bytes(*, checkpoint=False):
    from django.db import connection

    with connection.cursor() as cursor:
        if checkpoint:
            cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        return int(cursor.fetchone()[0])


def parts(places):
    from recognizer.models import Drawing, Prediction
    from recognizer.monitoring import row_numbers
    from recognizer.review.cells import fill_cells
    from recognizer.review.progress import waiting_for

    page = queue().page()[0]
    own = Prediction.objects.given_to(places.owner).order_by("-drawing__created_at")
    yield "own list", lambda: [*own[:20]]
    yield "next drawings to review", queue().page
    yield "the page after", queue(after=places.next).page
    yield "a page in the middle", queue(after=places.middle).page
    yield "what a page's cells say", lambda: fill_cells(page, places.reviewer)
    yield "label one", lambda: label(page[0], places.reviewer)
    yield "how many wait, up to 10,000", lambda: waiting_for(places.reviewer)
    yield "/metrics: who waits", row_numbers.waiting
    yield "/metrics: labels", row_numbers.labelled
    yield "/metrics: claims of a day", row_numbers.claimed
    yield "number of all drawings", Drawing.objects.count


def label(drawing, reviewer):
    """Label it, and take that back."""
    from django.db import transaction

    from recognizer.labelling.labels import label_drawing

    with transaction.atomic():
        label_drawing(drawing, 3, by=reviewer)
        transaction.set_rollback(True)
