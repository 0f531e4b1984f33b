"""How long deleting old drawings takes among very many, on PostgreSQL.

    python -m bench.prune [--rows 1000000] [--delete 100000] [--picture 5000]

Makes that many drawings in a throwaway server, as bench.queue does, gives the oldest
of them pictures of as many bytes, deletes these, and prints seconds per 100,000.
"""

import argparse
import resource
import time

from bench import many

PICTURES = """
UPDATE recognizer_drawing SET picture = (
    SELECT string_agg(decode(md5(id::text || n), 'hex'), '')
    FROM generate_series(1, %s) AS n
) WHERE created_at < %s
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--delete", type=int, default=100_000)
    parser.add_argument("--picture", type=int, default=5_000, help="bytes")
    options = parser.parse_args()
    many.start()
    many.fill(options.rows)
    drawings = oldest(options.delete, options.picture)
    print(f"{options.rows:,} drawings made")
    counted, _ = timed(lambda: would_go(drawings))
    took, done = timed(lambda: sum(page.drawings for page in go(drawings)))
    print(f"counted what would go in {counted:.1f} s")
    print(f"deleted {done:,} in {took:.1f} s: {took / done * 1e5:.1f} s per 100,000")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def oldest(number: int, size: int):
    """About as many drawings, without those that prune keeps; with real pictures."""
    from django.db import connection

    from recognizer.deletion.retention import expired
    from recognizer.models import Drawing

    moments = Drawing.objects.order_by("created_at").values_list("created_at")
    (before,) = moments[number]
    with connection.cursor() as cursor:
        cursor.execute(PICTURES, [size // 16, before])
        cursor.execute("VACUUM ANALYZE recognizer_drawing")
    return expired(before)


def would_go(drawings):
    from recognizer.deletion.forgetting import would_forget

    return would_forget(drawings)


def go(drawings):
    from recognizer.deletion.retention import prune

    return prune(drawings)


def timed(part):
    begun = time.perf_counter()
    result = part()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    main()
