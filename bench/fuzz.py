"""Damaged pictures: each is refused, or every later reader reads what is kept.

    python -m bench.fuzz [--count 100000] [--seed 0] [--tensorflow] [--out var/fuzz]

Prints how many had which outcome. A case that some reader fails on is written to --out,
under its reader's words, and the exit code is 1. With --tensorflow its decoders, by
which Keras reads an exported folder, read each kept PNG and JPEG too.
"""

import argparse
import hashlib
import os
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from ml.preprocessing.errors import BadImage, Blank
from tests.support.mutations import mutated, originals, outcome
from tests.support.readers import keep

EVERY = 10_000  # cases between two lines


def main():
    options = parse()
    os.nice(10)
    rng, files = np.random.default_rng(options.seed), originals()
    counts: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for number in range(1, options.count + 1):
        file = mutated(files, rng)
        try:
            counts[outcome(file)] += 1
            if options.tensorflow:
                read_by_tensorflow(file)
        except Exception as error:
            failures[first_line(error)] += 1
            write(file, error, options.out)
        if number % EVERY == 0 or number == options.count:
            print(f"{number:,}: {dict(counts)}, failed: {dict(failures)}", flush=True)
    sys.exit(bool(failures))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tensorflow", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("var/fuzz"))
    return parser.parse_args()


def read_by_tensorflow(file):
    import tensorflow as tf

    try:
        kept = keep(file)
    except (BadImage, Blank):
        return
    if not kept.startswith(b"RIFF"):
        tf.io.decode_image(kept, channels=3, expand_animations=False)


def first_line(error):
    return f"{type(error).__name__}: {error}".strip().splitlines()[0][:80]


def write(file, error, folder):
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(file).hexdigest()[:12]
    (folder / f"{name}.bin").write_bytes(file)
    (folder / f"{name}.txt").write_text(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
