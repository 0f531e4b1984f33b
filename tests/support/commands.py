"""manage.py, as an operator calls it."""

import io

from django.core.management import call_command


def command(name, *arguments, **options):
    """Run a command; returns what it says."""
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()
