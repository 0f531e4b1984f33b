"""Bytes a drawing takes in each table and index of PostgreSQL."""

RELATIONS = """
SELECT name, pg_relation_size(oid) FROM (
    SELECT 'rows of ' || relname AS name, oid FROM pg_class
    WHERE relname = ANY(%s)
    UNION ALL
    SELECT 'TOAST of ' || owner.relname, unnest(ARRAY[toast.oid, indexrelid])
    FROM pg_class AS owner JOIN pg_class AS toast ON toast.oid = owner.reltoastrelid
        JOIN pg_index ON indrelid = toast.oid
    WHERE owner.relname = ANY(%s)
    UNION ALL
    SELECT indexrelid::regclass::text, indexrelid FROM pg_index
    WHERE indrelid::regclass::text = ANY(%s)
) AS relations
"""
TABLES = ["recognizer_drawing", "recognizer_prediction"]


def bytes_per_drawing():
    """Each table's rows, what TOAST keeps of them, and each index."""
    from django.db import connection

    from recognizer.models import Drawing

    with connection.cursor() as cursor:
        cursor.execute(RELATIONS, [TABLES] * 3)
        relations = cursor.fetchall()
    drawings = Drawing.objects.count()
    sizes: dict[str, float] = {}
    for name, size in relations:
        sizes[name] = sizes.get(name, 0) + size / drawings
    return sizes


def print_sizes(sizes):
    """Sizes by the number of drawings, and what a real drawing takes."""
    smallest, largest = sizes[min(sizes)], sizes[max(sizes)]
    print(f"{'bytes a drawing: MB a million':60}" + "".join(f"{n:>12,}" for n in sizes))
    for name in largest:
        print(f"{name:60}" + "".join(f"{sizes[n].get(name, 0):12.1f}" for n in sizes))
    stored = sum(size for name, size in smallest.items() if " of " in name)
    indexes = sum(size for name, size in largest.items() if " of " not in name)
    print(f"rows and TOAST where all are real {stored:.0f}, indexes {indexes:.0f}")
