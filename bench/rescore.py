"""How many drawings a second a version is asked about, and how long its page takes.

    python -m bench.rescore [--rows 10000] [--version base] [--diff 500000]

In a throwaway PostgreSQL: keeps that many drawings (400x400, of 200 kinds), tells what
each step of one takes in this process alone, and rescores all with a process a core.
--diff then makes so many drawings more, each answered by two versions, and tells how
long the comparison of the two takes; 0 leaves it out.
"""

import argparse
import os
import resource
import statistics
import time
from pathlib import Path

import numpy as np

from bench import many
from bench.queue import median_ms
from ml.preprocessing.ink import read_ink
from tests.support.drawings import DIGITS, png

KINDS = 200
DRAWINGS = """
INSERT INTO recognizer_drawing (id, picture, owner, source, audited, waits_for, rank,
    picture_hash, tile_hash, created_at)
SELECT gen_random_uuid(), picture, '', 'page', false, NULL, 0, '', '',
       now() - i * interval '1 second'
FROM generate_series(1, %s) AS i JOIN kinds ON kinds.number = i %% %s
"""
# One in fifty was told something else: so many come to wait for review.
GIVEN = """
INSERT INTO recognizer_prediction (drawing_id, version_id, digit, confidence,
    probabilities, given, created_at)
SELECT drawing.id, %s, CASE WHEN random() < 0.02 THEN 10 ELSE digit END, 0.9,
       '[0.9, 0.1]', true, drawing.created_at
FROM recognizer_drawing AS drawing JOIN kinds ON kinds.picture = drawing.picture
"""
SECOND = """
INSERT INTO recognizer_prediction (drawing_id, version_id, digit, confidence,
    probabilities, given, created_at)
SELECT drawing_id, %s, CASE WHEN random() < 0.05 THEN (digit + 1) %% 10 ELSE digit END,
       confidence, probabilities, false, created_at
FROM recognizer_prediction WHERE version_id = %s
"""


def main():
    options = parse()
    many.start()
    from tests.support.versions import add_version

    old = version(options.version)
    new = add_version("again", parent=old)
    kinds = [drawing(number) for number in range(KINDS)]
    print(f"pictures of {statistics.mean(map(len, kinds)) / 1e3:.1f} kB on average")
    fill(old, kinds, options.rows)
    steps(new, kinds)
    rate(new)
    if options.diff:
        compare(options.diff, options.times)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--version", default="base")
    parser.add_argument("--diff", type=int, default=500_000)
    parser.add_argument("--times", type=int, default=3)
    return parser.parse_args()


def version(name):
    from recognizer.models import ModelVersion

    return ModelVersion.objects.get(name=name)


def drawing(number):
    """A digit drawn by somebody else each time: another pen, size, place and hand."""
    rng = np.random.default_rng(number)
    return png(
        [
            [(x + rng.normal(0, 0.02), y + rng.normal(0, 0.02)) for x, y in stroke]
            for stroke in DIGITS[number % 10]
        ],
        page=tuple(rng.integers(360, 441, 2).tolist()),
        pen=int(rng.integers(6, 25)),
        size=rng.uniform(0.4, 0.8),
        place=tuple(rng.uniform(0.45, 0.55, 2)),
        colour=tuple(rng.integers(0, 200, 3).tolist()),
    )


def fill(old, kinds, rows):
    """Keep so many drawings of these, each with an answer that was given."""
    from django.db import connection

    read = reader(old)
    answered = [
        (i, picture, read.answer(picture).digit) for i, picture in enumerate(kinds)
    ]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kinds (number int, picture bytea, digit int)")
        cursor.executemany("INSERT INTO kinds VALUES (%s, %s, %s)", answered)
        cursor.execute(DRAWINGS, [rows, len(kinds)])
        cursor.execute(GIVEN, [old.pk])
        cursor.execute("VACUUM ANALYZE")


def reader(version):
    from ml.numbers.batch_reader import BatchReader

    return BatchReader(bytes(version.files.litert), network=version.network)


def steps(new, kinds):
    """Milliseconds of a drawing's steps, in this process alone."""
    from django.db import transaction

    from ml.preprocessing.picture import check_picture, decode
    from recognizer.models import Drawing
    from recognizer.versions.rescoring import JOB, keep_answers, read_pictures

    classifier = reader(new).classifier
    pictures = [check_picture(file) for file in kinds]
    inks = [read_ink(file) for file in kinds]
    tiles = [classifier.prepare(ink) for ink in inks]
    tell("decoding", decode, pictures)
    tell("picture to ink", read_ink, kinds)
    tell("ink to tile", classifier.prepare, inks)
    tell("the network", classifier.answer, tiles)
    ids = list(Drawing.objects.order_by("created_at").values_list("pk", flat=True))
    jobs = list(zip(*[iter(ids[: 20 * JOB])] * JOB, strict=True))
    tell("reading its picture", lambda job: [*read_pictures(iter(job))], jobs, 50)
    answers = [dict.fromkeys(job, classifier.answer(tiles[0])) for job in jobs]
    with transaction.atomic():
        tell("keeping, all in doubt", lambda job: keep_answers(new, job), answers, 50)
        transaction.set_rollback(True)


def tell(name, step, things, share=1):
    """The median, of one of `share` drawings that the step takes at a time."""
    took = []
    for thing in things:
        start = time.perf_counter()
        step(thing)
        took.append(time.perf_counter() - start)
    print(f"{name:24} {statistics.median(took) * 1e3 / share:8.3f} ms", flush=True)


def rate(new):
    from recognizer.models import Drawing
    from recognizer.versions.rescoring import Rescored, rescore

    start, before = time.perf_counter(), cpu_seconds()
    done = sum(rescore(new, Drawing.objects.all()), Rescored())
    took = time.perf_counter() - start
    used = np.subtract(cpu_seconds(), before) * 1e3 / done.answers
    print(f"{done} in {took:.1f} s")
    print(f"{done.answers / took:.0f} a second on {os.cpu_count()} cores")
    here, workers, postgres = used
    print(
        f"CPU of one: {workers:.2f} ms in the processes, {here:.2f} here, "
        f"{postgres:.2f} in PostgreSQL; by that, two idle cores reach "
        f"{2e3 / used.sum():.0f} a second"
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"a process takes {peak:.0f} MB at most")


def cpu_seconds():
    """Of this process, of those that it started and that ended, of our PostgreSQL."""
    from django.db import connection

    whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    used = [resource.getrusage(who) for who in whose]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().split()[13:15]
    served = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return [*(usage.ru_utime + usage.ru_stime for usage in used), served]


def compare(rows, times):
    """Two versions that both answered as many drawings, 1 % of them labelled."""
    from django.db import connection

    from recognizer.models import Drawing, ModelVersion
    from recognizer.versions import answer_diff

    many.fill(rows)
    base = version("base")
    new = ModelVersion.objects.create(name="all", network="base", sha256="all")
    with connection.cursor() as cursor:
        cursor.execute(SECOND, [new.pk, base.pk])
        cursor.execute("VACUUM ANALYZE")
    compared = answer_diff.diff(new, base)
    print(
        f"{compared.both:,} answered by both, {compared.changed:,} changed, "
        f"{compared.all()}"
    )
    for name, part in {
        "counts": lambda: answer_diff.count_answers(new, base),
        "changed and labelled": lambda: [*answer_diff.changed_drawings(new, base)],
        "how many lack": lambda: Drawing.objects.count() - new.predictions.count(),
    }.items():
        print(f"{name:24} {median_ms(part, times):8.0f} ms", flush=True)


if __name__ == "__main__":
    main()
