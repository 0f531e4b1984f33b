"""Very many drawings in a throwaway PostgreSQL, to see what stays quick."""

import os
from collections.abc import Sequence
from contextlib import contextmanager, nullcontext

import django

from tests.support import postgres

# Shares as they may come: 3 % audited, 10 % unsure, 5 % with a claim, a third of them
# against the answer, 2 % read by two versions, 1 % labelled, 5 % a number. The pictures
# are small: PostgreSQL keeps larger ones apart from their rows, where no queue
# looks.
REAL = "CREATE TEMP TABLE real_pictures (number int, file bytea, pen jsonb)"
DRAWN = """
CREATE TEMP TABLE drawn AS
SELECT i, gen_random_uuid() AS id, random() < 0.03 AS audited,
       CASE WHEN i %% 20 = 3 THEN 10 ELSE i %% 10 END AS digit,
       CASE WHEN i %% 20 = 3 THEN lpad((i %% 9973)::text, 2 + i / 20 %% 4, '0')
            ELSE '' END AS written,
       CASE WHEN random() < 0.1 THEN random() / 2 ELSE 0.5 + random() / 2 END AS margin,
       CASE WHEN random() < 0.05 THEN (i + (random() < 0.33)::int) %% 10 END AS claim,
       random() < 0.02 AS read_twice, random() < 0.01 AS labelled,
       now() - i * interval '30 seconds' AS drawn_at,
       (SELECT min(id) FROM auth_user) + i %% 3 AS reviewer,
       CASE WHEN random() < 0.02 THEN i %% 100 ELSE i END AS same
FROM generate_series(1, %s) AS i
"""
DRAWINGS = """
INSERT INTO recognizer_drawing (id, picture, strokes, owner, claim, label,
    labelled_by_id, labelled_at, source, audited, waits_for, rank, picture_hash,
    tile_hash, kept_once, created_at, claim_number, label_number)
SELECT id, coalesce(file, decode(md5(same::text), 'hex')), pen, md5((i / 8)::text),
       CASE WHEN written <> '' AND claim < 5 THEN 10 ELSE claim END,
       CASE WHEN labelled THEN digit END, CASE WHEN labelled THEN reviewer END,
       CASE WHEN labelled THEN drawn_at + interval '1 day' END,
       CASE WHEN i %% 5 = 1 THEN 'api' ELSE 'page' END, audited,
       CASE WHEN labelled AND i %% 200 = 0 THEN 1 WHEN labelled AND i %% 20 = 0 THEN 5
            WHEN labelled THEN NULL WHEN claim <> digit THEN 2
            WHEN read_twice AND i %% 2 = 0 THEN 3 WHEN margin < 0.5 THEN 4
            WHEN audited THEN 6 END,
       CASE WHEN margin < 0.5 OR claim <> digit THEN margin ELSE 0 END,
       md5(same::text), md5('tile' || same), true, drawn_at,
       CASE WHEN claim < 5 THEN written ELSE '' END,
       CASE WHEN labelled THEN written ELSE '' END
FROM drawn LEFT JOIN real_pictures ON number = i / %s %% %s AND i %% %s = 0
ORDER BY drawn_at
"""
ANSWERS = """
INSERT INTO recognizer_prediction (drawing_id, version_id, digit, confidence,
    probabilities, given, created_at, number, number_confidence, parts, several_digits)
SELECT id, version, CASE WHEN same_answer THEN digit ELSE (digit + 1) %% 10 END,
       (1 + margin) / 2, shares, given, drawn_at,
       CASE WHEN is_number THEN written ELSE '' END,
       CASE WHEN is_number THEN (1 + margin) / 2 END,
       CASE WHEN is_number THEN '[]'::jsonb END, is_number
FROM drawn, (VALUES (%s, true), (%s, false)) AS answers (version, given),
     LATERAL (SELECT jsonb_agg(CASE class WHEN digit THEN (1 + margin) / 2
                               WHEN (digit + 1) %% 10 THEN (1 - margin) / 2
                               ELSE random() / 1e9 END)
              FROM generate_series(0, 10) AS class) AS probabilities (shares),
     LATERAL (SELECT given OR i %% 4 = 0) AS alike (same_answer),
     LATERAL (SELECT same_answer AND written <> '') AS numbers (is_number)
WHERE given OR read_twice
"""
CHANGES = """
INSERT INTO recognizer_labelchange
    (drawing_id, to_label, to_number, by_id, "where", created_at)
SELECT id, digit, written, reviewer, 'grid', drawn_at + interval '1 day'
FROM drawn WHERE labelled
"""


def start() -> None:
    """A migrated site on a PostgreSQL of its own, which ends with this process."""
    os.environ.update(postgres.SETTINGS)
    postgres.start_server()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(
    rows: int, real: Sequence[tuple] = (), *, one_in: int = 1, in_place: bool = False
) -> None:
    """Keep as many drawings with their answers, half a minute apart, and labels.

    `real` are numbered pictures with strokes, for one drawing in so many. `in_place`
    keeps indexes up to date meanwhile, as a site does, so they have gaps as there.
    """
    from django.contrib.auth.models import User
    from django.db import connection

    from recognizer.models import Drawing, ModelVersion, Prediction, Promotion

    for name in ("anna", "ben", "cleo"):
        User.objects.create_user(name)
    base = ModelVersion.objects.get(name="base")
    other = ModelVersion.objects.create(name="other", network="base", sha256="other")
    Promotion.objects.create(version=other, why="To be asked for.")
    indexes = nullcontext() if in_place else without_indexes(Drawing, Prediction)
    with connection.cursor() as cursor, indexes:
        cursor.execute(REAL)
        cursor.executemany("INSERT INTO real_pictures VALUES (%s, %s, %s)", real)
        cursor.execute(DRAWN, [rows])
        cursor.execute(DRAWINGS, [one_in, max(len(real), 1), one_in])
        cursor.execute(ANSWERS, [base.pk, other.pk])
        cursor.execute(CHANGES)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def without_indexes(*models):
    """Make them when all rows are there: several times faster."""
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        editor.execute("SET maintenance_work_mem = '512MB'")
        for model in models:
            for index in model._meta.indexes:
                editor.add_index(model, index)
