"""Staff's groups, made again after a test that empties the database.

A migration makes them, once. pytest-django runs the tests that empty it last, but each
process of pytest-xdist takes whole files, in any order.
"""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connections

migration = import_module("recognizer.migrations.0005_groups")


def make_groups_again(using, plan=None, **_):
    """Receive post_migrate, which a flush sends, too: without a plan."""
    if plan is None:
        migration.make_groups(apps, SimpleNamespace(connection=connections[using]))
