"""The server answers as the OpenAPI document says, whatever it is asked."""

import re

from recognizer.accounts.keys import create_key
from recognizer.models import Scope
from tests.support.fuzzing import fuzz


def test_no_request_is_answered_otherwise_than_documented(site, staff):
    _, secret = create_key("fuzz", list(Scope), user=staff)
    run = fuzz(site, secret, "--generation-deterministic", "--max-examples", "5")
    assert run.returncode == 0, run.stdout
    assert int(re.search(r"(\d+) generated", run.stdout)[1]) > 300
