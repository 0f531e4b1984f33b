"""The code of the release before this one, from this repository's history."""

import io
import subprocess
import tarfile

import pytest
from django.conf import settings

from tests.support.programs import end_test

COMMIT = "cad8ac6c7fcc6379753832eec2416e3e1b47fe20"  # 0.1.0; each release moves it


@pytest.fixture(scope="session")
def code_before(tmp_path_factory):
    """A folder with that code, which runs with the packages of today."""
    archive = subprocess.run(
        ["git", "archive", COMMIT],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        end_test("No history of git here with the release before.")
    folder = tmp_path_factory.mktemp("release-before")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    (folder / "var").mkdir(exist_ok=True)
    # To collect its own would take many seconds.
    (folder / "var" / "static").symlink_to(settings.STATIC_ROOT)
    return folder
