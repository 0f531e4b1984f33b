"""What a test needs of the machine: without it the test is skipped, and fails in CI."""

import os
import shutil

import pytest


def need_program(program, package):
    """End the test where a program is missing, and say which package has it."""
    if not shutil.which(program):
        end_test(f"No {program}: `apt-get install {package}`.")


def end_test(reason):
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
