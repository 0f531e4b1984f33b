"""How long a backup and its restore take among many drawings, and in what memory.

    python -m bench.backup [--rows 200000] [--picture 5000]

Makes that many drawings in a throwaway PostgreSQL, with pictures of as many bytes that
compress no further, as PNGs do. Backs up to a folder, with and without age, verifies,
and restores into an empty database beside it. Needs age, and twice the room in TMPDIR.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import many
from tests.support.databases import connected_to
from tests.support.postgres import tools

PICTURES = 500  # different ones: further apart than gzip looks back
RESTORED = "restored"
ROW = "{:16} {:>8.1f} s, {:>6.1f} s of CPU {:>8.1f} MB/s {:>6.0f} MB of memory"

# A process of little memory starts the command: its own would count for the command's.
MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--picture", type=int, default=5_000, help="bytes")
    options = parser.parse_args()
    many.start()
    os.environ["PATH"] = f"{tools()}:{os.environ['PATH']}"
    pictures = [(n, os.urandom(options.picture), None) for n in range(PICTURES)]
    many.fill(options.rows, pictures)
    print(f"{options.rows:,} drawings, {size() / 1e6:,.0f} MB in the database")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))


def measure(folder):
    recipient = make_key(folder / "identity")
    for name, key in (("plain", ""), ("age", recipient)):
        timed(f"backup ({name})", folder / name, "backup", BACKUP_RECIPIENT=key)
    identity = {"BACKUP_IDENTITY": str(folder / "identity")}
    for name in ("plain", "age"):
        timed(f"verify ({name})", folder / name, "backup", "--verify", **identity)
    create(RESTORED)
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{RESTORED}"
    timed("restore (age)", folder / "age", "restore", DATABASE_URL=url, **identity)
    with connected_to(RESTORED):
        from recognizer.models import Drawing

        print(f"{Drawing.objects.count():,} drawings restored")


def timed(words, folder, command, *arguments, **environment):
    """Run it as an operator does; megabytes are those of the backup's file."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "manage.py", command, *arguments, folder],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    took = time.perf_counter() - begun
    megabytes = max(path.stat().st_size for path in folder.iterdir()) / 1e6
    memory, cpu = map(float, done.stdout.splitlines()[-1].split())
    row = ROW.format(words, took, cpu, megabytes / took, memory / 1024)
    print(row, flush=True)


def make_key(identity):
    """The recipient of a new identity."""
    subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True)
    words = ["age-keygen", "-y", identity]
    shown = subprocess.run(words, check=True, capture_output=True, text=True)
    return shown.stdout.strip()


def create(database):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {database}")


def size():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
