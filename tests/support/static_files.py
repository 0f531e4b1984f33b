"""The hashed static files that templates name, collected when they have changed."""

import json

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed():
    """Run `collectstatic`, which takes many seconds, unless its last run holds."""
    if not _is_current(settings.STATIC_ROOT / "staticfiles.json"):
        call_command("collectstatic", interactive=False, verbosity=0)


def _is_current(manifest):
    try:
        collected = json.loads(manifest.read_text())["paths"].keys()
        written = manifest.stat().st_mtime
    except FileNotFoundError:
        return False
    changes = dict(_changes())
    return changes.keys() == collected and max(changes.values()) < written


def _changes():
    """Each source's path below STATIC_URL, and when it changed."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for path, storage in finder.list(ignored):
            yield path, storage.get_modified_time(path).timestamp()
