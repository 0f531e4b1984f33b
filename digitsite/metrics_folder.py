"""The folder of files by which all workers of one gunicorn count together.

prometheus_client writes them. Each gunicorn has a folder of its own, so that several
may run from one checkout.
"""

import os
import shutil
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client looks for it


def open_folder(parent: Path) -> None:
    """Make this process's folder, empty, and remove those that nobody uses any more.

    It stays as it is where gunicorn reads its settings again: old workers still count.
    """
    own = parent / str(os.getpid())
    if os.environ.get(VARIABLE) == str(own):
        return
    for folder in parent.glob("[0-9]*"):
        if folder == own or not is_running(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
    own.mkdir(parents=True)
    os.environ[VARIABLE] = str(own)


def remove_folder() -> None:
    """Remove this process's folder, at its end."""
    shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
