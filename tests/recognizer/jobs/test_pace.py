"""Workers are nice, in ways that the kernel takes notice of."""

import subprocess
import sys

import pytest

from recognizer.jobs.pace import AUTOGROUP

GIVEN_WAY = """
import os
from recognizer.jobs.pace import AUTOGROUP, give_way
give_way(7)
print(os.nice(0))
print(AUTOGROUP.read_text() if AUTOGROUP.exists() else "")
"""


def test_a_worker_is_nice():
    assert after_giving_way()[0] == "7"


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="The kernel knows no autogroups.")
def test_a_worker_makes_its_own_session_nice_and_nobody_elses():
    assert after_giving_way(start_new_session=True)[1].endswith("nice 7")
    assert after_giving_way()[1] == AUTOGROUP.read_text().strip()


def after_giving_way(**options):
    command = [sys.executable, "-c", GIVEN_WAY]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, **options
    )
    return done.stdout.splitlines()
