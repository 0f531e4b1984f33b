"""TensorFlow without the lines that it logs before anybody can tell it not to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


def load_tensorflow() -> None:
    """Import it and let it look for a GPU, where this process has not."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # for what comes later
    with _without_stderr():
        import tensorflow

        tensorflow.config.list_logical_devices()


@contextmanager
def _without_stderr() -> Iterator[None]:
    """The lines come from C++, which knows only the file number; not for threads."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
