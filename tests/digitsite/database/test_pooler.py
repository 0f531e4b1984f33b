"""Through PgBouncer in transaction mode each statement may meet another session."""

import os
import subprocess
import sys

import pytest
from django.db import connection

READ_ON = """
import django
django.setup()
from django.db import connections
from recognizer.models import ModelVersion
names = ModelVersion.objects.values_list("name", flat=True).iterator(1)
read = [next(names)]
other = connections.create_connection("default")
other.set_autocommit(False)
other.cursor().execute("SELECT 1")  # has the session of before, until it commits
print(sorted([*read, *names]))
"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PgBouncer's alone")
def test_rows_are_read_on_in_another_session(pooled):
    done = subprocess.run(
        [sys.executable, "-c", READ_ON],
        env=os.environ | pooled | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "['base', 'seed75']", done.stderr
