"""How many pictures a second python -m ml.read reads, and what it takes to start.

    python -m bench.read [--pictures 10000] [--jobs 1 2]

The pictures are canvases of about 400x400, of 200 kinds. Tells what importing and
loading take, each in a process of its own; Reader.read() of canvases, of MNIST's size
and of photographs of 12 megapixels; and the whole command over a folder.
"""

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.rescore import KINDS, drawing
from ml.reader import Reader
from tests.support.drawings import BLACK, SEVEN, WHITE, draw, encode, png

IMPORT = "import ml.reader"
LOAD = "import ml.reader; ml.reader.Reader()"
STARTS = 9  # of which the median counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    empty, imported, loaded = starts("", IMPORT, LOAD)
    print(f"CPU: import {imported - empty:.2f} s, Reader() {loaded - imported:.2f} s")
    pictures = [drawing(number) for number in range(KINDS)]
    library(pictures)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.pictures):
            path = Path(folder, f"{number:06}.png")
            path.write_bytes(pictures[number % KINDS])
        for jobs in options.jobs:
            command(folder, jobs, options.pictures)


def library(canvases):
    """Milliseconds of CPU of a read(), by kind of picture."""
    reader = Reader()
    how = {"colour": BLACK, "paper": WHITE, "mode": "RGB"}
    photograph = encode(draw(SEVEN, page=(4000, 3000), pen=90, **how), "JPEG")
    for name, pictures in {
        "canvas 400x400": canvases * 3,
        "28x28": [png(SEVEN, page=(28, 28), pen=2)] * 300,
        "JPEG 4000x3000": [photograph] * 10,
    }.items():
        took = [cpu(reader, picture) for picture in pictures]
        print(f"{name:15} {statistics.median(took) * 1e3:7.2f} ms of CPU")


def cpu(reader, picture):
    start = time.process_time()
    reader.read(picture)
    return time.process_time() - start


def command(folder, jobs, pictures):
    """Pictures a second over a folder, start included, their CPU, and the memory."""
    start, used = time.perf_counter(), used_by_children()
    argv = [sys.executable, "-m", "ml.read", folder, "--jobs", str(jobs)]
    running = subprocess.Popen(argv, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
    memory = 0
    while running.poll() is None:
        memory = max(memory, most_memory(running.pid))
        time.sleep(0.05)
    took = time.perf_counter() - start
    print(
        f"{pictures:,} pictures, {jobs} processes: {pictures / took:.0f} a second, "
        f"{1e3 * (used_by_children() - used) / pictures:.2f} ms of CPU each, "
        f"{memory:.0f} MB in the one that prints"
    )


def used_by_children():
    """Seconds of CPU of all processes that have ended, theirs included."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def most_memory(process):
    """The largest size that a process had, in MB; 0 where it has just ended.

    Not ru_maxrss, which begins with the size of the process that started it.
    """
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1e3 if found else 0


def starts(*programs):
    """Median seconds of CPU of each program, taken in turn."""
    took = [[of_program(program) for program in programs] for _ in range(STARTS)]
    return [statistics.median(column) for column in zip(*took, strict=True)]


def of_program(program):
    used = used_by_children()
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  # our own
    return used_by_children() - used


if __name__ == "__main__":
    main()
