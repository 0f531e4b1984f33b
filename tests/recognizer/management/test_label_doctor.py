"""manage.py label_doctor."""

import io
import json

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_command_lists_them_as_lines_or_as_json(wrong):
    out = io.StringIO()
    call_command("label_doctor", stdout=out)
    assert out.getvalue().startswith(f"{wrong.pk}  labelled One, read as Seven")
    out = io.StringIO()
    call_command("label_doctor", json=True, stdout=out)
    assert json.loads(out.getvalue())[0]["probably"] == 7
