"""How long an export takes, and that its memory does not grow with the drawings.

    python -m bench.export [--rows 10000 100000] [--formats idx npz png jsonl]

Starts a throwaway PostgreSQL, labels that many copies of one 400x400 drawing, and runs
each export in a process of its own, whose largest size in memory (ru_maxrss) it prints;
then the label doctor, with a twentieth of the labels wrong.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import django

from tests.support import postgres
from tests.support.drawings import png

FORMATS = ["idx", "npz", "png", "jsonl"]
BATCH = 2000  # rows of one INSERT


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--formats", nargs="+", default=FORMATS, choices=FORMATS)
    options = parser.parse_args()
    os.environ.update(postgres.SETTINGS)
    postgres.start_server()
    in_a_process(prepare)
    print(
        f"{'rows':>9} {'what':8} {'seconds':>9} {'a second':>9} {'MB':>6} {'disk':>7}"
    )
    filled = 0
    for rows in sorted(options.rows):
        in_a_process(fill, rows - filled)
        filled = rows
        for what in [*options.formats, "doctor"]:
            seconds, memory, disk = in_a_process(measure, what)
            print(
                f"{rows:9,} {what:8} {seconds:9.1f} {rows / seconds:9,.0f}"
                f" {memory:6.0f} {disk:7.1f}",
                flush=True,
            )


def in_a_process(work, *arguments):
    """What `work` returns, in a process that starts afresh."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as processes:
        return processes.submit(work, *arguments).result()


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    django.setup()


def prepare():
    set_up()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("bench")


def fill(rows):
    set_up()
    from django.contrib.auth.models import User

    by, picture = User.objects.get(), png()
    for start in range(0, rows, BATCH):
        insert_drawings(range(start, min(start + BATCH, rows)), by, picture)


def insert_drawings(numbers, by, picture):
    """A drawing, its answer and its label for each number."""
    from django.utils import timezone

    from recognizer.models import Drawing, LabelChange, ModelVersion, Prediction

    version, now = ModelVersion.objects.get(name="base"), timezone.now()
    labelled = {"labelled_by": by, "labelled_at": now}
    drawings = [Drawing(picture=picture, label=i % 10, **labelled) for i in numbers]
    Drawing.objects.bulk_create(drawings)
    answers, changes = [], []
    for i, drawing in zip(numbers, drawings, strict=True):
        digit = (i + (i % 20 == 0)) % 10
        shares = [0.002] * 11
        shares[digit] = 0.98
        answer = {"digit": digit, "confidence": 0.98, "probabilities": shares}
        answers.append(
            Prediction(drawing=drawing, version=version, given=True, **answer)
        )
        changes.append(LabelChange(drawing=drawing, to_label=drawing.label, by=by))
    Prediction.objects.bulk_create(answers)
    LabelChange.objects.bulk_create(changes)


def measure(what):
    """Seconds; the process's largest size in MB; the size of what it wrote in MB."""
    set_up()
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        with open(os.devnull, "w") as nowhere:
            start = time.perf_counter()
            if what == "doctor":
                call_command("label_doctor", stdout=nowhere)
            else:
                call_command("export_labels", out, format=what, stdout=nowhere)
            seconds = time.perf_counter() - start
        disk = sum(path.stat().st_size for path in out.glob("*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # from kB
    return seconds, memory / 1e6, disk / 1e6


if __name__ == "__main__":
    main()
